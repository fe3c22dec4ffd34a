#ifndef NIGHTCALL_CLIBRE_SHIM_H
#define NIGHTCALL_CLIBRE_SHIM_H

// Nothing of libre is seen from Swift: its calls are variadic, and every one of them stands in CSIPAgent. This module says
// only what is linked.

#endif
