# WebAssembly: 128-bit SIMD always; relaxed SIMD and threads as the variant says. No exceptions and no run-time types:
# errors are values, and both cost size. Memory grows; a threaded module's memory is shared, so its maximum is fixed when
# it is made, and kThreadedMemory is what a phone's browser still reserves.
set(kMaximumMemory 2147483648)
set(kThreadedMemory 1073741824)

target_compile_options(hourglass_machine INTERFACE -msimd128 -fno-exceptions -fno-rtti)
target_link_options(hourglass_machine INTERFACE -fno-exceptions -fno-rtti)
target_compile_definitions(hourglass_machine INTERFACE JSON_NOEXCEPTION)
# GNU statement macros of Emscripten's headers (EM_JS, EM_ASM) are not ISO C++; and naming only the fields that differ
# from their defaults is how we make structs.
target_compile_options(hourglass_flags INTERFACE -Wno-gnu-zero-variadic-macro-arguments -Wno-dollar-in-identifier-extension
                                                 -Wno-missing-designated-field-initializers)

# Relaxed SIMD stands in src/math alone (math/simd.h); with the flag on that room only, all other files are the same in
# both variants and are compiled once (ccache).
if(HOURGLASS_RELAXED)
  target_link_options(hourglass_machine INTERFACE -mrelaxed-simd)
endif()
if(HOURGLASS_THREADS)
  target_compile_options(hourglass_machine INTERFACE -pthread)
  target_link_options(hourglass_machine INTERFACE -pthread)
endif()

# hourglass_web_module(TARGET NAME ENVIRONMENT LONGJMP): an ES module, NAME.mjs beside NAME.wasm, whose default export
# makes it. LONGJMP: "emscripten" for the engine, since libjpeg leaves a damaged picture by longjmp (data/jpeg.cpp); by way
# of JavaScript, which costs one call a picture and asks nothing of the browser. 0 where no JPEG is read. Linked with -O2: what
# Binaryen does at -O3 makes a module larger and not faster, and takes it twice as long.
function(hourglass_web_module target name environment longjmp)
  set_target_properties(${target} PROPERTIES OUTPUT_NAME ${name} SUFFIX .mjs RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
  target_link_options(${target} PRIVATE -O2 -sMODULARIZE -sEXPORT_ES6 -sENVIRONMENT=${environment} -sALLOW_MEMORY_GROWTH
                      -sFILESYSTEM=0 -sSTACK_SIZE=1048576 -sINITIAL_MEMORY=33554432 -sMALLOC=dlmalloc
                      -sWASM_BIGINT -sSUPPORT_LONGJMP=${longjmp} -sEXPORTED_RUNTIME_METHODS=HEAPU8,HEAPF32)
  if(HOURGLASS_THREADS)
    target_link_options(${target} PRIVATE -sMAXIMUM_MEMORY=${kThreadedMemory} -sDEFAULT_PTHREAD_STACK_SIZE=1048576
                        "-sPTHREAD_POOL_SIZE=Module.poolSize||0" -Wno-pthreads-mem-growth)
  else()
    target_link_options(${target} PRIVATE -sMAXIMUM_MEMORY=${kMaximumMemory})
  endif()
endfunction()
