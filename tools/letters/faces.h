// All faces of all font files under a folder, with their ten letters drawn. What can have no letters (symbol fonts,
// faces without a Unicode map, bitmaps) is left out and counted.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "glyph.h"

namespace hourglass::letters {

struct Face {
  std::string package;  ///< the Debian package: the name of the folder under the fonts' root
  std::string family;   ///< as the font names itself
  std::string style;
  std::array<Glyph, kLetters> glyphs;
};

struct FaceCounts {
  int files = 0, faces = 0, unreadable = 0, without_unicode = 0, incomplete = 0, alike = 0;
};

/// `root` holds a folder for each package. The order is that of the sorted paths, so it is the same everywhere.
std::vector<Face> load_faces(const std::filesystem::path& root, FaceCounts& counts);

}  // namespace hourglass::letters
