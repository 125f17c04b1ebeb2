#ifndef CALFOLD_CZLIB_SHIM_H
#define CALFOLD_CZLIB_SHIM_H

#include <zlib.h>

#endif
