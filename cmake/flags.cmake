# Every flag stands in two interface targets. hourglass_machine: what the code is compiled for; also the sources of
# others that we compile link it. hourglass_flags: that and what we ask of our own code; each room links it.
add_library(hourglass_machine INTERFACE)
target_compile_options(hourglass_machine INTERFACE -fno-math-errno)
# Eigen stores and views; what must be fast is src/math's own. Without its kernels for every processor it compiles sooner.
target_compile_definitions(hourglass_machine INTERFACE EIGEN_DONT_VECTORIZE)

add_library(hourglass_flags INTERFACE)
target_include_directories(hourglass_flags INTERFACE ${PROJECT_SOURCE_DIR}/src)
target_link_libraries(hourglass_flags INTERFACE hourglass_machine)
target_compile_options(hourglass_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Werror)

if(EMSCRIPTEN)
  include(${CMAKE_CURRENT_LIST_DIR}/flags-web.cmake)
else()
  if(HOURGLASS_WIDTH STREQUAL "full")
    target_compile_options(hourglass_machine INTERFACE -march=native)
  elseif(HOURGLASS_WIDTH STREQUAL "128-fma")
    target_compile_options(hourglass_machine INTERFACE -mavx -mfma -mprefer-vector-width=128)
  else()
    target_compile_options(hourglass_machine INTERFACE -msse4.2)
  endif()
  # Template-heavy dependencies trip g++ 12's flow warnings at -O3; ours are still reported by clang's web build.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(hourglass_flags INTERFACE -Wno-maybe-uninitialized -Wno-array-bounds -Wno-stringop-overflow -Wno-restrict)
  endif()
  if(HOURGLASS_SANITIZE)
    # Accesses by a null pointer, or beyond an object, end at the address sanitizer anyway; to look for them twice, and for objects of
    # another class than their pointer says (nobody looks for these now), takes a sixth of the compiler's time.
    target_compile_options(hourglass_machine INTERFACE -fsanitize=address,undefined -fno-sanitize=null,vptr,object-size
                                                       -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
    target_link_options(hourglass_machine INTERFACE -fsanitize=address,undefined)
  endif()
endif()
