#include <libpq-fe.h>
#if defined(__linux__)
/* Watches the sockets that libpq gives; Swift's own module of the C library leaves it out. */
#include <sys/epoll.h>
#endif
