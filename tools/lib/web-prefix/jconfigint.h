/* What libjpeg-turbo asks about the compiler: clang for 32-bit WebAssembly. */
#define BUILD "web"
#define PACKAGE_NAME "libjpeg-turbo"
#define VERSION "2.1.5"
#define INLINE __inline__ __attribute__((always_inline))
#define THREAD_LOCAL __thread
#define SIZEOF_SIZE_T 4
#define HAVE_BUILTIN_CTZL 1
#define FALLTHROUGH __attribute__((fallthrough));
