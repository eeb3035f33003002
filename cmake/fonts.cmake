# hourglass_fonts: Inter in the two weights of the interface, built into the studio. From Debian's fonts-inter, cut down to
# the letters and signs that src/studio/ui/fonts.cpp asks for (550 KB become about 90), since every visitor fetches them.
# And of Debian's fonts-noto-cjk the few letters in which other languages (assets/text) write their own names (2 KB). The
# others of a language are a file of the page's: tools/lib/stage/letters.mjs.
set(inter_folder /usr/share/fonts/opentype/inter)
# A superset of kRanges in src/studio/ui/fonts.cpp.
set(inter_characters
    U+0020-017F,U+0391-03C9,U+2010-2026,U+2030-2033,U+2044,U+2070-2089,U+20AC,U+2122,U+2190-2199,U+2200-2265,U+25A0-25FF,U+2713,U+2715)

find_program(HOURGLASS_PYFTSUBSET pyftsubset PATHS /usr/bin NO_CMAKE_FIND_ROOT_PATH REQUIRED)

function(embedded_font weight function)
  set(font ${CMAKE_BINARY_DIR}/fonts/Inter-${weight}.otf)
  set(source ${CMAKE_BINARY_DIR}/fonts/inter_${function}.cpp)
  add_custom_command(
    OUTPUT ${source}
    DEPENDS ${inter_folder}/Inter-${weight}.otf ${PROJECT_SOURCE_DIR}/cmake/fonts.cmake
            ${PROJECT_SOURCE_DIR}/cmake/embed-font.cmake
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/fonts
    COMMAND ${HOURGLASS_PYFTSUBSET} ${inter_folder}/Inter-${weight}.otf --unicodes=${inter_characters} --layout-features=
            --no-hinting --output-file=${font}
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

set(noto /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc)
set(noto_taiwan 3) # of the collection's faces
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
  DEPENDS ${noto} ${PROJECT_SOURCE_DIR}/cmake/fonts.cmake ${PROJECT_SOURCE_DIR}/cmake/embed-font.cmake ${catalogues}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/fonts
  COMMAND ${HOURGLASS_PYFTSUBSET} ${noto} --font-number=${noto_taiwan} --text=${language_names} --layout-features= --no-hinting
          --desubroutinize --drop-tables+=BASE,GDEF,GPOS,GSUB,VORG,vhea,vmtx --output-file=${names_font}
  COMMAND ${CMAKE_COMMAND} -DFONT=${names_font} -DSOURCE=${names_source} -DFUNCTION=language_names -P
          ${PROJECT_SOURCE_DIR}/cmake/embed-font.cmake
  COMMENT "Embedding the languages' own names"
  VERBATIM)
target_sources(hourglass_fonts PRIVATE ${names_source})
