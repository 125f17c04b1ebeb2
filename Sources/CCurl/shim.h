#ifndef CALFOLD_CCURL_SHIM_H
#define CALFOLD_CCURL_SHIM_H

#include <curl/curl.h>

#endif
