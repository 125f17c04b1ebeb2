#ifndef CALFOLD_IDN2_SHIM_H
#define CALFOLD_IDN2_SHIM_H

#include <idn2.h>

#endif
