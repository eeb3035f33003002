#include "data/detect.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "data/arff.h"
#include "data/csv.h"
#include "data/gzip.h"
#include "data/idx.h"
#include "data/json_table.h"
#include "data/libsvm.h"
#include "data/matlab.h"
#include "data/npy.h"
#include "data/parquet_schema.h"
#include "data/pickle.h"
#include "data/picture_file.h"
#include "data/picture_table.h"
#include "data/table_text.h"
#include "data/tar.h"
#include "data/text.h"
#include "data/xz.h"
#include "data/zip.h"

namespace hourglass {
namespace {

/// What a cloud's store or an interface answers in the file's place: <Error><Code>AccessDenied..., or
/// {"message": "Not Found"}.
bool is_server_error(std::string_view start) {
  std::string text = lower(start);
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
  if (text.starts_with("<?xml") || text.starts_with("<error")) return text.find("<error") != std::string::npos;
  for (std::string_view numbers : {"[0", "[1", "[-", "[["}) {
    if (text.find(numbers) != std::string::npos) return false;
  }
  for (std::string_view first : {"{\"message\":", "{\"error\":", "{\"errors\":", "{\"detail\":"}) {
    if (text.starts_with(first)) return true;
  }
  const bool has_code =
      text.starts_with("{\"code\":") || text.starts_with("{\"status\":") || text.starts_with("{\"statuscode\":");
  return has_code && (text.find("\"message\":") != std::string::npos || text.find("\"error\":") != std::string::npos);
}

/// Files of boxes whose first says what is in them: photographs of phones, and films.
Sentence describe_boxed(std::string_view start) {
  if (start.size() < 12 || start.substr(4, 4) != "ftyp") return {};
  const std::string_view brand = start.substr(8, 4);
  for (const std::string_view heif : {"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"}) {
    if (brand == heif) return "a HEIC picture (save it as JPEG or PNG)";
  }
  if (brand == "avif" || brand == "avis") return "an AVIF picture (save it as JPEG or PNG)";
  return "a film";
}

std::string_view text_in_bytes(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

std::size_t bytes_that_decide(std::span<const std::uint8_t> start) {
  const std::string text = text_of_start(start);
  const StartLine first = first_line_of(text, '#');
  const bool comments = text.starts_with('#') || text.starts_with('\n') || text.starts_with('\r');
  if (!comments || has_control_characters(text)) return kDetectBytes;
  // In UTF-16 a letter of the comments is two bytes.
  const std::size_t behind =
      first.text.empty() ? start.size() : 2 * static_cast<std::size_t>(first.text.data() - text.data());
  return std::min(behind + kDetectBytes, kMostDetectBytes);
}

Format detect(std::span<const std::uint8_t> start) {
  if (looks_like_gzip(start)) return Format::gzip;
  if (looks_like_xz(start)) return Format::xz;
  if (looks_like_picture(start)) return Format::picture;
  if (looks_like_npy(start)) return Format::npy;
  if (looks_like_zip(start)) return Format::zip;
  if (looks_like_idx(start)) return Format::idx;
  if (looks_like_tar(start)) return Format::tar;
  if (looks_like_pickle(start)) return Format::pickle;
  if (looks_like_matlab(start)) return Format::matlab;
  if (looks_like_parquet(start)) return Format::parquet;
  if (is_server_error(text_in_bytes(start))) return Format::unknown;
  if (looks_like_json_table(start)) return Format::json;
  if (looks_like_arff(start)) return Format::arff;
  if (looks_like_libsvm(start)) return Format::libsvm;
  if (looks_like_csv(start)) return Format::csv;
  if (looks_like_picture_table(start)) return Format::picture_table;
  return Format::unknown;
}

Sentence describe_unknown(std::span<const std::uint8_t> start) {
  if (start.empty()) return "empty";
  const std::string_view text = text_in_bytes(start);
  using namespace std::string_view_literals;
  struct Known {
    std::string_view magic;
    Key what;
  };
  static constexpr Known kKnown[] = {
      {"II*\0"sv, "a TIFF picture (save it as PNG)"},
      {"MM\0*"sv, "a TIFF picture (save it as PNG)"},
      {"RIFF"sv, "a sound or a film"},
      {"%PDF"sv, "a PDF document"},
      {"\x89HDF"sv, "an HDF5 file"},
      {"MATLAB"sv, "a MATLAB file"},
      {"7z\xBC\xAF"sv, "a 7z archive"},
      {"Rar!"sv, "a RAR archive"},
      {"BZh"sv, "a bzip2 archive"},
      {"\x28\xB5\x2F\xFD"sv, "a Zstandard archive"},
  };
  for (const Known& known : kKnown) {
    if (text.starts_with(known.magic)) return known.what;
  }
  if (const Sentence boxed = describe_boxed(text); !boxed.empty()) return boxed;
  if (std::all_of(start.begin(), start.end(), [](std::uint8_t b) { return b == 0; })) return "nothing but zeros";
  const std::string beginning = lower(text.substr(0, 200));
  const auto has = [&](std::string_view part) { return beginning.find(part) != std::string::npos; };
  if ((has("<svg") || has("<!doctype svg")) && !has("<html")) return "an SVG drawing (save it as PNG)";
  if (has("<!doctype") || has("<html")) {
    return "a web page (perhaps the page about the file was saved instead of the file)";
  }
  if (is_server_error(text)) return "a server's error message (the file itself was not fetched)";
  if (beginning.starts_with("version https://git-lfs")) return "a Git LFS pointer (the file itself was not fetched)";
  const bool readable = std::all_of(start.begin(), start.end(), [](std::uint8_t b) {
    return (b >= 0x20 && b < 0x7F) || b == '\n' || b == '\r' || b == '\t';
  });
  return readable ? Sentence(kTextOfNoKind) : Sentence();
}

}  // namespace hourglass
