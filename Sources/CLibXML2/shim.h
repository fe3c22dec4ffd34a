#ifndef NIGHTCALL_CLIBXML2_SHIM_H
#define NIGHTCALL_CLIBXML2_SHIM_H

// Debian builds libxml2 with ICU, and its headers would bring ICU's own into the module, where they clash with the ones
// that Foundation carries. Nothing here uses them.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/dict.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/relaxng.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlwriter.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

// `xmlFree` is a variable that holds a function, which Swift 6 refuses as shared mutable state.
static inline void nightcallFreeXMLText(xmlChar *text) {
    xmlFree(text);
}

// What belongs to no context is printed on standard error by a function with variable arguments, which only C can replace.
static void nightcallDiscard(void *context, const char *format, ...) {
    (void)context;
    (void)format;
}

// For the calling thread.
static inline void nightcallSilenceXML(void) {
    xmlSetGenericErrorFunc(NULL, nightcallDiscard);
}

#endif
