# hourglass_fonts: Inter in the two weights of the interface, built into the studio. From Debian's fonts-inter, cut down to
# the letters and signs that src/studio/ui/fonts.cpp asks for (550 KB become about 90), since every visitor fetches them.
# And of Debian's fonts-noto-cjk the few letters in which other languages (assets/text) write their own names (2 KB). The
# others of a language are a file of the page's: tools/lib/stage/letters.mjs. Which files, which of their letters and how they
# are cut stands in faces.json, for both; Inter's letters there are a superset of kUsual and kRare in src/studio/ui/fonts.cpp.
set(faces ${PROJECT_SOURCE_DIR}/cmake/faces.json)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${faces})
file(READ ${faces} faces_json)

# Sets `options` to the list that stands under the given path of faces.json.
function(options_of_face)
  string(JSON count LENGTH "${faces_json}" ${ARGN} options)
  math(EXPR last "${count} - 1")
  set(list "")
  foreach(i RANGE ${last})
    string(JSON option GET "${faces_json}" ${ARGN} options ${i})
    list(APPEND list "${option}")
  endforeach()
  set(options ${list} PARENT_SCOPE)
endfunction()

string(JSON inter_folder GET "${faces_json}" inter folder)
string(JSON inter_characters GET "${faces_json}" inter unicodes)
options_of_face(inter)
set(inter_options ${options})

find_program(HOURGLASS_PYFTSUBSET pyftsubset PATHS /usr/bin NO_CMAKE_FIND_ROOT_PATH REQUIRED)

function(embedded_font weight function)
  set(font ${CMAKE_BINARY_DIR}/fonts/Inter-${weight}.otf)
  set(source ${CMAKE_BINARY_DIR}/fonts/inter_${function}.cpp)
  add_custom_command(
    OUTPUT ${source}
    DEPENDS ${inter_folder}/Inter-${weight}.otf ${faces} ${PROJECT_SOURCE_DIR}/cmake/fonts.cmake
            ${PROJECT_SOURCE_DIR}/cmake/embed-font.cmake
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/fonts
    COMMAND ${HOURGLASS_PYFTSUBSET} ${inter_folder}/Inter-${weight}.otf --unicodes=${inter_characters} ${inter_options}
            --output-file=${font}
    COMMAND ${CMAKE_COMMAND} -DFONT=${font} -DSOURCE=${source} -DFUNCTION=inter_${function} -P
            ${PROJECT_SOURCE_DIR}/cmake/embed-font.cmake
    COMMENT "Embedding Inter ${weight}"
    VERBATIM)
  target_sources(hourglass_fonts PRIVATE ${source})
endfunction()

add_library(hourglass_fonts STATIC)
set_target_properties(hourglass_fonts PROPERTIES UNITY_BUILD OFF) # each font is the same array by name
target_link_libraries(hourglass_fonts PRIVATE hourglass_flags hourglass_imgui)
embedded_font(Regular regular)
embedded_font(SemiBold semibold)

string(JSON names_face GET "${faces_json}" names)
string(JSON noto GET "${faces_json}" more "${names_face}" file)
string(JSON noto_number GET "${faces_json}" more "${names_face}" number) # of the collection's faces
options_of_face(more "${names_face}")
set(noto_options ${options})
file(GLOB catalogues CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/assets/text/*.json)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${catalogues})
set(language_names "")
foreach(catalogue ${catalogues})
  file(READ ${catalogue} texts)
  string(JSON name GET "${texts}" name)
  string(APPEND language_names "${name}")
endforeach()
set(names_font ${CMAKE_BINARY_DIR}/fonts/language_names.otf)
set(names_source ${CMAKE_BINARY_DIR}/fonts/language_names.cpp)
add_custom_command(
  OUTPUT ${names_source}
  DEPENDS ${noto} ${faces} ${PROJECT_SOURCE_DIR}/cmake/fonts.cmake ${PROJECT_SOURCE_DIR}/cmake/embed-font.cmake ${catalogues}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/fonts
  COMMAND ${HOURGLASS_PYFTSUBSET} ${noto} --font-number=${noto_number} --text=${language_names} ${noto_options} --output-file=${names_font}
  COMMAND ${CMAKE_COMMAND} -DFONT=${names_font} -DSOURCE=${names_source} -DFUNCTION=language_names -P
          ${PROJECT_SOURCE_DIR}/cmake/embed-font.cmake
  COMMENT "Embedding the languages' own names"
  VERBATIM)
target_sources(hourglass_fonts PRIVATE ${names_source})
