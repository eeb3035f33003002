# Script: writes SOURCE, a C++ file whose FUNCTION gives the bytes of the file FONT (declared in src/studio/ui/fonts.h).
file(READ ${FONT} bytes HEX)
string(REGEX REPLACE "(................................................................)" "\\1\n" bytes "${bytes}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
file(WRITE ${SOURCE} "#include \"studio/ui/fonts.h\"

namespace hourglass {

static constexpr unsigned char kBytes[] = {
${bytes}
};

std::span<const unsigned char> ${FUNCTION}() { return kBytes; }

}  // namespace hourglass
")
