#include "CByteMarks.h"

// The functions are all in the header, so that they are inlined.
