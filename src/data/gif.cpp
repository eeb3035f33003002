#include "data/gif.h"

#include <gif_lib.h>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "data/text.h"

namespace hourglass {
namespace {

using GifBytes = std::span<const std::uint8_t>;

int give_gif_bytes(GifFileType* file, GifByteType* into, int wanted) {
  GifBytes& rest = *static_cast<GifBytes*>(file->UserData);
  const std::size_t given = std::min(rest.size(), static_cast<std::size_t>(std::max(wanted, 0)));
  std::copy_n(rest.begin(), given, into);
  rest = rest.subspan(given);
  return static_cast<int>(given);
}

/// Owns what giflib allocates. Reads as far as the first picture, never the pictures behind it.
class GifReader {
 public:
  explicit GifReader(GifBytes bytes) : rest_(bytes), file_(DGifOpen(&rest_, give_gif_bytes, &error_)) {}
  GifReader(const GifReader&) = delete;
  GifReader& operator=(const GifReader&) = delete;
  ~GifReader() {
    if (file_) DGifCloseFile(file_, nullptr);
  }

  /// Up to the header of the first picture; false when it cannot be read, or there is none.
  bool find_picture();
  /// After find_picture().
  const GifFileType& file() const { return *file_; }
  const ColorMapObject* colours() const { return file_->Image.ColorMap ? file_->Image.ColorMap : file_->SColorMap; }
  /// Into the picture's place on the ground, which is `width` wide. False when it cannot be read.
  bool read_picture(std::vector<std::uint8_t>& rgba, std::size_t width);
  Argument reason() const;

 private:
  bool read_extension();

  GifBytes rest_;
  int error_ = 0;
  GifFileType* file_;
  int transparent_ = NO_TRANSPARENT_COLOR;
  bool unknown_colour_ = false;
};

bool GifReader::read_extension() {
  int code = 0;
  GifByteType* block = nullptr;
  if (DGifGetExtension(file_, &code, &block) != GIF_OK) return false;
  while (block) {
    GraphicsControlBlock control;
    if (code == GRAPHICS_EXT_FUNC_CODE && DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK)
      transparent_ = control.TransparentColor;
    if (DGifGetExtensionNext(file_, &block) != GIF_OK) return false;
  }
  return true;
}

bool GifReader::find_picture() {
  if (!file_) return false;
  while (true) {
    GifRecordType kind = UNDEFINED_RECORD_TYPE;
    if (DGifGetRecordType(file_, &kind) != GIF_OK) return false;
    if (kind == IMAGE_DESC_RECORD_TYPE) return DGifGetImageDesc(file_) == GIF_OK;
    if (kind == TERMINATE_RECORD_TYPE) return false;
    if (kind == EXTENSION_RECORD_TYPE && !read_extension()) return false;
  }
}

bool GifReader::read_picture(std::vector<std::uint8_t>& rgba, std::size_t width) {
  const GifImageDesc& image = file_->Image;
  const ColorMapObject& map = *colours();
  std::vector<GifPixelType> row(static_cast<std::size_t>(image.Width));
  const auto put_row = [&](int y) {
    if (DGifGetLine(file_, row.data(), image.Width) != GIF_OK) return false;
    const std::size_t at = (static_cast<std::size_t>(image.Top) + y) * width + static_cast<std::size_t>(image.Left);
    for (std::size_t x = 0; x < row.size(); ++x) {
      if (row[x] == transparent_) continue;
      if (row[x] >= map.ColorCount) {
        unknown_colour_ = true;
        return false;
      }
      const GifColorType& colour = map.Colors[row[x]];
      const std::uint8_t pixel[4] = {colour.Red, colour.Green, colour.Blue, 255};
      std::copy_n(pixel, 4, rgba.begin() + static_cast<std::ptrdiff_t>(4 * (at + x)));
    }
    return true;
  };
  // Interlaced: every eighth row, the rows amid those, then the fourth and the second ones.
  struct Pass {
    int first, step;
  };
  constexpr Pass kInterlaced[] = {{0, 8}, {4, 8}, {2, 4}, {1, 2}}, kInOrder[] = {{0, 1}};
  const std::span<const Pass> passes = image.Interlace ? std::span<const Pass>(kInterlaced) : kInOrder;
  for (const Pass& pass : passes) {
    for (int y = pass.first; y < image.Height; y += pass.step) {
      if (!put_row(y)) return false;
    }
  }
  return true;
}

Argument GifReader::reason() const {
  if (unknown_colour_) return Key("a pixel has a colour that is not in the palette");
  const char* said = GifErrorString(file_ ? file_->Error : error_);
  return said ? Argument(std::string_view(said)) : Argument(Key("there is no picture in it"));
}

}  // namespace

bool looks_like_gif(GifBytes bytes) {
  constexpr std::string_view kMarks[] = {"GIF87a", "GIF89a"};
  return std::any_of(std::begin(kMarks), std::end(kMarks), [&](std::string_view mark) {
    return bytes.size() >= mark.size() && std::equal(mark.begin(), mark.end(), bytes.begin());
  });
}

std::expected<Picture, Error> decode_gif(GifBytes bytes, std::string_view name, std::uint32_t largest_side) {
  if (!looks_like_gif(bytes)) return fail("{0} is not a GIF.", in_quotes(name));
  GifReader reader(bytes);
  const auto refused = [&](Argument reason) {
    return fail("{0} is a GIF that cannot be read ({1}): it is damaged or cut off.", in_quotes(name),
                std::move(reason));
  };
  if (!reader.find_picture()) return refused(reader.reason());
  const GifImageDesc& image = reader.file().Image;
  if (image.Width <= 0 || image.Height <= 0 || image.Left < 0 || image.Top < 0)
    return refused(Key("its picture has no pixels"));
  if (!reader.colours()) return refused(Key("it has no palette"));
  // Some programs write a ground that is smaller than the picture.
  const int width = std::max(reader.file().SWidth, image.Left + image.Width);
  const int height = std::max(reader.file().SHeight, image.Top + image.Height);
  if (auto fits = check_picture_size(name, static_cast<std::uint64_t>(width), static_cast<std::uint64_t>(height),
                                     largest_side, 4);
      !fits)
    return std::unexpected(fits.error());
  std::vector<std::uint8_t> rgba(static_cast<std::size_t>(width) * height * 4);
  if (!reader.read_picture(rgba, static_cast<std::size_t>(width))) return refused(reader.reason());
  return grey_of_colours(rgba, width, height);
}

}  // namespace hourglass
