/* What libjpeg-turbo asks about its build, answered for the web: the interface of version 6b, 8 bits a sample, sources
   in memory, arithmetic coding on the way in, no assembler. Also a header of whoever includes jpeglib.h. */
#define JPEG_LIB_VERSION 62
#define LIBJPEG_TURBO_VERSION 2.1.5
#define LIBJPEG_TURBO_VERSION_NUMBER 2001005
#define BITS_IN_JSAMPLE 8
#define MEM_SRCDST_SUPPORTED 1
#define D_ARITH_CODING_SUPPORTED 1
