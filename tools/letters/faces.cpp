#include "faces.h"

#include <algorithm>
#include <set>

#include "data/text.h"

namespace hourglass::letters {
namespace {

// Pixels of the em square: capitals come out some 90 pixels high, the stem of an I some 15 wide.
constexpr FT_UInt kDrawnSize = 128;

bool is_font_file(const std::filesystem::path& path) {
  const std::string ending = lower(path.extension().string());
  return ending == ".ttf" || ending == ".otf" || ending == ".pfb" || ending == ".t1" || ending == ".ttc";
}

// A face is of use when it maps Unicode, has all ten letters, and draws no two of them alike.
void add_face(FT_Face face, const std::string& package, std::vector<Face>& faces, FaceCounts& counts) {
  ++counts.faces;
  if (FT_Select_Charmap(face, FT_ENCODING_UNICODE) != 0) {
    ++counts.without_unicode;
    return;
  }
  if (!FT_IS_SCALABLE(face) || FT_Set_Pixel_Sizes(face, 0, kDrawnSize) != 0) {
    ++counts.unreadable;
    return;
  }
  Face result{package, face->family_name ? face->family_name : "", face->style_name ? face->style_name : "", {}};
  for (int i = 0; i < kLetters; ++i) {
    const auto glyph = draw_letter(face, static_cast<char>('A' + i));
    if (!glyph) {
      ++counts.incomplete;
      return;
    }
    result.glyphs[static_cast<std::size_t>(i)] = *glyph;
  }
  if (std::set<Glyph>(result.glyphs.begin(), result.glyphs.end()).size() < kLetters) {
    ++counts.alike;
    return;
  }
  faces.push_back(std::move(result));
}

void add_file(FT_Library library, const std::filesystem::path& path, const std::string& package,
              std::vector<Face>& faces, FaceCounts& counts) {
  ++counts.files;
  // Index -1 asks how many faces there are; the upper half of an index names an instance of a variable font.
  FT_Face probe = nullptr;
  if (FT_New_Face(library, path.c_str(), -1, &probe) != 0) {
    ++counts.unreadable;
    return;
  }
  const FT_Long face_count = probe->num_faces;
  FT_Done_Face(probe);
  for (FT_Long index = 0; index < face_count; ++index) {
    FT_Face face = nullptr;
    if (FT_New_Face(library, path.c_str(), index, &face) != 0) continue;
    const FT_Long instances = face->style_flags >> 16;
    if (instances == 0) add_face(face, package, faces, counts);
    FT_Done_Face(face);
    for (FT_Long instance = 1; instance <= instances; ++instance) {
      if (FT_New_Face(library, path.c_str(), index | instance << 16, &face) != 0) continue;
      add_face(face, package, faces, counts);
      FT_Done_Face(face);
    }
  }
}

}  // namespace

std::vector<Face> load_faces(const std::filesystem::path& root, FaceCounts& counts) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.is_regular_file() && !entry.is_symlink() && is_font_file(entry.path())) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  FT_Library library = nullptr;
  std::vector<Face> faces;
  if (FT_Init_FreeType(&library) != 0) return faces;
  for (const auto& file : files) {
    add_file(library, file, std::filesystem::relative(file, root).begin()->string(), faces, counts);
  }
  FT_Done_FreeType(library);
  return faces;
}

}  // namespace hourglass::letters
