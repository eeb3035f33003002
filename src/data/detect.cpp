#include "data/detect.h"

#include <algorithm>
#include <string_view>

#include "data/csv.h"
#include "data/gzip.h"
#include "data/idx.h"
#include "data/matlab.h"
#include "data/npy.h"
#include "data/pickle.h"
#include "data/png.h"
#include "data/tar.h"
#include "data/text.h"
#include "data/zip.h"

namespace hourglass {

Format detect(std::span<const std::uint8_t> start) {
  if (looks_like_gzip(start)) return Format::gzip;
  if (looks_like_png(start)) return Format::png;
  if (looks_like_npy(start)) return Format::npy;
  if (looks_like_zip(start)) return Format::zip;
  if (looks_like_idx(start)) return Format::idx;
  if (looks_like_tar(start)) return Format::tar;
  if (looks_like_pickle(start)) return Format::pickle;
  if (looks_like_matlab(start)) return Format::matlab;
  if (looks_like_csv(start)) return Format::csv;
  return Format::unknown;
}

Sentence describe_unknown(std::span<const std::uint8_t> start) {
  if (start.empty()) return "empty";
  const std::string_view text(reinterpret_cast<const char*>(start.data()), start.size());
  using namespace std::string_view_literals;
  struct Known {
    std::string_view magic;
    Key what;
  };
  static constexpr Known kKnown[] = {
      {"\xFF\xD8\xFF"sv, "a JPEG picture"},
      {"GIF8"sv, "a GIF picture"},
      {"BM"sv, "a BMP picture"},
      {"RIFF"sv, "a WebP picture or a sound"},
      {"%PDF"sv, "a PDF document"},
      {"\x89HDF"sv, "an HDF5 file"},
      {"MATLAB"sv, "a MATLAB file"},
      {"PAR1"sv, "a Parquet file"},
      {"7z\xBC\xAF"sv, "a 7z archive"},
      {"Rar!"sv, "a RAR archive"},
      {"\xFD"
       "7zXZ"sv,
       "an xz archive"},
      {"BZh"sv, "a bzip2 archive"},
      {"\x28\xB5\x2F\xFD"sv, "a Zstandard archive"},
  };
  for (const Known& known : kKnown) {
    if (text.starts_with(known.magic)) return known.what;
  }
  if (std::all_of(start.begin(), start.end(), [](std::uint8_t b) { return b == 0; })) return "nothing but zeros";
  const std::string beginning = lower(text.substr(0, 200));
  if (beginning.find("<!doctype") != std::string::npos || beginning.find("<html") != std::string::npos) {
    return "a web page (perhaps the page about the file was saved instead of the file)";
  }
  if (beginning.starts_with("version https://git-lfs")) return "a Git LFS pointer (the file itself was not fetched)";
  const bool readable = std::all_of(start.begin(), start.end(), [](std::uint8_t b) {
    return (b >= 0x20 && b < 0x7F) || b == '\n' || b == '\r' || b == '\t';
  });
  return readable ? Sentence("a text that is no table of images") : Sentence();
}

}  // namespace hourglass
