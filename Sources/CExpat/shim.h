#ifndef CALFOLD_CEXPAT_SHIM_H
#define CALFOLD_CEXPAT_SHIM_H

#include <expat.h>

#endif
