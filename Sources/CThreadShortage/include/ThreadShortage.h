#pragma once

/// How often in a row a thread may be refused before the process ends. A second lies between two times.
enum { thread_shortage_most = 10 };
