// What the system knows of its clock (adjtimex(2)); Swift's own import of the C library leaves it out.
#include <sys/timex.h>
