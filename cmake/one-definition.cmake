# hourglass_one_definition(): a program that nobody runs, because building it is the test. One source file includes every
# header of the rooms and of the tests, so two types (or inline functions) of one name do not compile; and every object of
# every room is linked into it, so two functions of one name do not link. Elsewhere neither would be noticed: a linker
# takes the first definition that it meets and drops the other, also where the two types differ in size.
function(hourglass_one_definition)
  get_property(targets DIRECTORY ${PROJECT_SOURCE_DIR}/src PROPERTY BUILDSYSTEM_TARGETS)
  list(FILTER targets INCLUDE REGEX "^hourglass_")
  set(rooms)
  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    if(type STREQUAL "STATIC_LIBRARY" AND NOT target MATCHES "imgui")
      list(APPEND rooms ${target})
    endif()
  endforeach()
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/*.h ${PROJECT_SOURCE_DIR}/tests/*.h)
  list(FILTER headers EXCLUDE REGEX "_web\\.h$") # Emscripten's alone
  list(FILTER headers EXCLUDE REGEX "/tests/fuzz/repair\\.h$") # libFuzzer's alone
  set(text "// Made by cmake/one-definition.cmake.\n")
  foreach(header IN LISTS headers)
    string(APPEND text "#include \"${header}\"\n")
  endforeach()
  set(source ${PROJECT_BINARY_DIR}/generated/one_definition.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "${text}\nint main() {}\n" @ONLY)
  add_executable(one_definition ${source})
  target_include_directories(one_definition PRIVATE ${PROJECT_SOURCE_DIR}/tests ${PROJECT_SOURCE_DIR}/tests/fuzz
                                                    ${PROJECT_SOURCE_DIR}/tests/studio)
  target_compile_options(one_definition PRIVATE -O0)
  list(TRANSFORM rooms REPLACE "(.+)" "$<TARGET_FILE:\\1>" OUTPUT_VARIABLE archives)
  target_link_libraries(one_definition PRIVATE "-Wl,--whole-archive" ${archives} "-Wl,--no-whole-archive" ${rooms}
                                               GTest::gmock)
  add_dependencies(one_definition ${rooms})
endfunction()
