#include "ThreadShortage.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <time.h>
#include <unistd.h>

/// libdispatch asks for a thread even to let go of a queue. Where the system refuses one, for want of memory or of processes, it calls sleep(1) and
/// asks again, for ever, although nothing else of the process may be running that could give anything back. So its calls of sleep come here: it is
/// waited for, and when a thread is refused again and again, that is said and the process ends as one that could not write.

static void *do_nothing(void *argument) { return argument; }

static int is_refused(void) {
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    int number = pthread_create(&thread, &attributes, do_nothing, NULL);
    pthread_attr_destroy(&attributes);
    return number != 0;
}

static const char words[] =
    "calfold: The system gives this process no further thread: there is not enough memory, or there are too many processes. What was reported as "
    "done is done and stays; nothing else was begun that a repeated run would not redo.\n";
static const int cannot_write = 73;

unsigned int sleep(unsigned int seconds) {
    static _Atomic int refused = 0;
    if (!is_refused()) {
        atomic_store(&refused, 0);
    } else if (atomic_fetch_add(&refused, 1) + 1 >= thread_shortage_most) {
        ssize_t written = write(STDERR_FILENO, words, sizeof words - 1);
        (void)written;
        _exit(cannot_write);
    }
    struct timespec left = {.tv_sec = seconds, .tv_nsec = 0};
    if (nanosleep(&left, &left) == 0) {
        return 0;
    }
    return errno == EINTR ? (unsigned int)left.tv_sec + (left.tv_nsec > 0) : seconds;
}
