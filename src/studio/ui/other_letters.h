// Letters that no font of ours has: names of classes and of files in any script. The host draws them with the system's
// fonts (on the page: a canvas), and each picture becomes a letter of the font atlas, so that whoever measures and sets
// text goes on as before. Until it is there, a blank of about its width stands in its place.
// What is asked for is a character with its marks; of scripts whose letters join or stand upon each other (Arabic,
// Hebrew, Devanagari, Thai...) it is a word, and where a script runs from right to left the words that follow, too, up
// to kLongest characters. The order of whole lines that run both ways is not kept.
#pragma once

#include <imgui.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hourglass {

class OtherLetters {
 public:
  static constexpr std::size_t kMost = 400;            ///< runs that are kept; a file may name thousands
  static constexpr std::size_t kLongest = 24;          ///< characters of one run
  static constexpr std::size_t kMostPixels = 1 << 21;  ///< of all pictures together

  /// Without somebody who draws them they are question marks, as Dear ImGui writes them.
  explicit OtherLetters(bool can_be_drawn = true) : can_be_drawn_(can_be_drawn) {}

  /// The text as its font can set it: each run that the font lacks is one letter of the private use area. `room` holds
  /// the answer where it is another text.
  std::string_view drawable(ImFont& font, std::string_view text, std::string& room);

  void begin_frame() { ++frame_; }
  /// What is wanted since the last call, for Host::draw_letters; empty: nothing.
  std::string take_wanted();
  /// The host's answer (page_letters in platform/bridge.def). What does not fit together is left out.
  void arrive(std::string_view json, std::span<const std::uint8_t> alpha);
  /// The fonts must be built anew: pictures have come, or what is kept has reached its limit and some of it is not seen
  /// any more; or the first of the fonts' own rare letters is written.
  bool unbuilt() const;
  /// Of Inter (fonts.h), from the first that is written on; always where nobody looks for what the fonts lack.
  bool wants_rare_letters() const { return !can_be_drawn_ || rare_ != Rare::unseen; }

  /// Building the fonts, in this order: their scale, each font of the atlas, the atlas itself.
  void begin_fonts(float scale);
  void add(ImFontAtlas& atlas, ImFont& font, bool strong);
  void finish_fonts(ImFontAtlas& atlas);

 private:
  struct Picture {
    enum class State { none, wanted, asked, there };
    State state = State::none;
    unsigned ticket = 0;                  ///< under which it was asked for
    float advance = 0, left = 0, up = 0;  ///< in the font's pixels; `up`: above the baseline
    int width = 0, height = 0;
    std::vector<std::uint8_t> alpha{};  ///< (height, width)
    int place = -1;                     ///< in the atlas
  };
  struct Run {
    ImWchar letter = 0;               ///< of the private use area
    long used = 0;                    ///< the last frame that showed it
    std::vector<Picture> pictures{};  ///< one a font
  };
  struct Face {
    ImFont* font = nullptr;
    bool strong = false;
  };

  ImWchar letter_for(ImFont& font, std::string_view run);
  void forget_unseen();
  /// The picture that was asked for under this number and has not come, and its font.
  std::pair<Picture*, const ImFont*> asked_as(float ticket);
  float em_of(const Face& face, std::string_view run) const;

  bool can_be_drawn_;
  std::map<std::string, Run, std::less<>> runs_;
  std::vector<Face> faces_;
  float scale_ = 0;
  std::size_t pixels_ = 0;
  long frame_ = 0;
  unsigned last_ticket_ = 0;
  bool arrived_ = false, full_ = false;
  enum class Rare { unseen, wanted, made } rare_ = Rare::unseen;
};

/// With the letters of the font's own atlas, where it has some.
std::string_view drawable(ImFont& font, std::string_view text, std::string& room);

}  // namespace hourglass
