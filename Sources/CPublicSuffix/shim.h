#ifndef CALFOLD_CPUBLICSUFFIX_SHIM_H
#define CALFOLD_CPUBLICSUFFIX_SHIM_H

#include <libpsl.h>

#endif
