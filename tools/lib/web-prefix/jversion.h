/* How libjpeg-turbo names itself in messages that nobody asks for here; its licence stands in the page's notices. */
#define JVERSION "6b"
#define JCOPYRIGHT "libjpeg-turbo"
#define JCOPYRIGHT_SHORT "libjpeg-turbo"
