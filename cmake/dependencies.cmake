# Libraries of others, under the same names in both worlds: as Debian installs them natively, from tools/setup's prefix
# for the web.
include(${CMAKE_CURRENT_LIST_DIR}/places.cmake)

if(EMSCRIPTEN)
  include(${CMAKE_CURRENT_LIST_DIR}/dependencies-web.cmake)
else()
  find_package(Threads REQUIRED)
  find_package(Eigen3 3.4 REQUIRED NO_MODULE)
  find_package(nlohmann_json REQUIRED)
  find_package(ZLIB REQUIRED)
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(SPNG REQUIRED IMPORTED_TARGET spng)
  pkg_check_modules(XZ REQUIRED IMPORTED_TARGET liblzma)
  pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
  pkg_check_modules(JPEG REQUIRED IMPORTED_TARGET libjpeg)
  pkg_check_modules(WEBP REQUIRED IMPORTED_TARGET libwebp)
  find_package(GIF REQUIRED)
  pkg_check_modules(SDL2 REQUIRED IMPORTED_TARGET sdl2)
  find_package(OpenGL REQUIRED COMPONENTS OpenGL)
  add_library(hourglass_window INTERFACE)
  target_link_libraries(hourglass_window INTERFACE PkgConfig::SDL2 OpenGL::OpenGL)
  add_library(hourglass_spng ALIAS PkgConfig::SPNG)
  add_library(hourglass_xz ALIAS PkgConfig::XZ)
  add_library(hourglass_zstd ALIAS PkgConfig::ZSTD)
  add_library(hourglass_jpeg ALIAS PkgConfig::JPEG)
  add_library(hourglass_webp ALIAS PkgConfig::WEBP)
  add_library(hourglass_gif ALIAS GIF::GIF)
endif()

# All that reads compressed files and pictures, under one name.
add_library(hourglass_archives INTERFACE)
target_link_libraries(hourglass_archives INTERFACE hourglass_spng hourglass_jpeg hourglass_webp hourglass_gif hourglass_xz hourglass_zstd
                                                   ZLIB::ZLIB)

# A build of the engine's module has no interface: without Dear ImGui there is no studio to compile.
if(NOT (EMSCRIPTEN AND HOURGLASS_WEB_PART STREQUAL "engine"))
  include(${CMAKE_CURRENT_LIST_DIR}/imgui.cmake)
endif()
