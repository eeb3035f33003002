#include "studio/ui/other_letters.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "studio/ui/fonts.h"
#include "text/characters.h"

namespace hourglass {
namespace {

/// The private use area: letters that mean nothing by themselves. Texts that have some are drawn as pictures, too.
constexpr char32_t kFirstOwn = 0xe000, kLastOwn = 0xf8ff;
static_assert(OtherLetters::kMost <= kLastOwn - kFirstOwn);

bool lies_in(char32_t c, std::span<const std::array<char32_t, 2>> ranges) {
  return std::ranges::any_of(ranges, [c](const auto& range) { return c >= range[0] && c <= range[1]; });
}

/// Letters that join their neighbours, stand upon them or change places with them; and flags, of two letters each.
bool is_joined(char32_t c) {
  static constexpr std::array<char32_t, 2> kJoined[] = {
      {0x0590, 0x109f},    // Hebrew, Arabic, Syriac, Thaana, N'Ko; the scripts of India; Thai, Lao, Tibetan, Burmese
      {0x1700, 0x18af},    // of the Philippines, Khmer, Mongolian
      {0x1900, 0x1cff},    // Limbu to Vedic
      {0xa800, 0xabff},    // Syloti Nagri to Meetei Mayek
      {0xfb1d, 0xfdff},    // presentation forms
      {0xfe70, 0xfeff},    //
      {0x10800, 0x11fff},  // older scripts of both kinds
      {0x1e800, 0x1efff},  //
      {0x1f1e6, 0x1f1ff}};
  return lies_in(c, kJoined);
}

bool runs_to_the_left(char32_t c) {
  static constexpr std::array<char32_t, 2> kLeftwards[] = {
      {0x0590, 0x08ff}, {0xfb1d, 0xfdff}, {0xfe70, 0xfeff}, {0x10800, 0x10fff}, {0x1e800, 0x1efff}};
  return lies_in(c, kLeftwards);
}

char32_t first_of(std::string_view text, std::size_t at) { return code_point_at(text, at).value; }

bool has(const ImFont& font, std::string_view character) {
  for (std::size_t at = 0; at < character.size();) {
    const auto [c, bytes] = code_point_at(character, at);
    at += bytes;
    if (c < 0x20 || c == 0xfffd) continue;  // no picture would say more
    if (c > 0xffff || (c >= kFirstOwn && c <= kLastOwn)) return false;
    if (!font.FindGlyphNoFallback(static_cast<ImWchar>(c))) return false;
  }
  return true;
}

/// Where the run that begins at `at` with a character that the font lacks ends.
std::size_t end_of_run(const ImFont& font, std::string_view text, std::size_t at) {
  const char32_t first = first_of(text, at);
  std::size_t end = next_character(text, at);
  if (!is_joined(first)) return end;
  for (std::size_t characters = 1; end < text.size() && characters < OtherLetters::kLongest; ++characters) {
    std::size_t begin = end;
    if (text[begin] == ' ' && runs_to_the_left(first) && begin + 1 < text.size() &&
        runs_to_the_left(first_of(text, begin + 1)))
      ++begin;
    const std::size_t next = next_character(text, begin);
    if (!is_joined(first_of(text, begin)) || has(font, text.substr(begin, next - begin))) break;
    end = next;
  }
  return end;
}

/// Dear ImGui counts a font's line, which is 1.21 of Inter's em.
constexpr float kLineOfInter = 1.21f;

constexpr float kHighest = 2.5f, kWidest = 2.0f * static_cast<float>(OtherLetters::kLongest);  // lines of the font

}  // namespace

std::string_view OtherLetters::drawable(ImFont& font, std::string_view text, std::string& room) {
  // Nearly every text of every frame is plain.
  const auto plain = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (!can_be_drawn_ || std::ranges::all_of(text, plain)) return text;
  std::size_t done = 0;
  room.clear();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t next = next_character(text, at);
    if ((next == at + 1 && plain(text[at])) || has(font, text.substr(at, next - at))) {
      at = next;
      continue;
    }
    room.append(text.substr(done, at - done));
    if (rare_ != Rare::made && is_rare_letter(first_of(text, at))) {
      rare_ = Rare::wanted;
      room += ' ';  // it is there in the next frame
      done = at = next;
      continue;
    }
    const std::size_t end = end_of_run(font, text, at);
    append_utf8(room, letter_for(font, text.substr(at, end - at)));
    done = at = end;
  }
  if (done == 0) return text;
  room.append(text.substr(done));
  return room;
}

float OtherLetters::em_of(const Face& face, std::string_view run) const {
  // A Chinese letter's many strokes need a larger em than a Latin one's, as in fonts.cpp.
  return face.font->FontSize / kLineOfInter * (is_ideograph(first_of(run, 0)) ? 1.15f : 1.0f);
}

ImWchar OtherLetters::letter_for(ImFont& font, std::string_view text) {
  const auto face = std::ranges::find(faces_, &font, &Face::font);
  if (face == faces_.end() || text.size() > 16 * kLongest) return '?';
  auto found = runs_.find(text);
  if (found == runs_.end()) {
    if (runs_.size() >= kMost || pixels_ >= kMostPixels) {
      full_ = true;
      return '?';
    }
    char32_t letter = kFirstOwn;
    const auto taken = [&](const auto& run) { return run.second.letter == letter; };
    while (std::ranges::any_of(runs_, taken)) ++letter;
    found = runs_.emplace(std::string(text), Run{.letter = static_cast<ImWchar>(letter)}).first;
  }
  Run& run = found->second;
  run.used = frame_;
  run.pictures.resize(faces_.size());
  Picture& picture = run.pictures[static_cast<std::size_t>(face - faces_.begin())];
  if (picture.state == Picture::State::none) {
    const float letters = static_cast<float>(count_characters(text));
    picture.state = Picture::State::wanted;
    picture.advance = std::round(em_of(*face, text) * letters * (is_ideograph(first_of(text, 0)) ? 1.0f : 0.6f));
    font.AddGlyph(nullptr, run.letter, 0, 0, 0, 0, 0, 0, 0, 0, picture.advance);
    font.BuildLookupTable();
  }
  return run.letter;
}

std::string OtherLetters::take_wanted() {
  nlohmann::json wanted = nlohmann::json::array();
  for (auto& [text, run] : runs_)
    for (std::size_t i = 0; i < run.pictures.size(); ++i) {
      if (run.pictures[i].state != Picture::State::wanted) continue;
      run.pictures[i].state = Picture::State::asked;
      run.pictures[i].ticket = ++last_ticket_;
      wanted.push_back(
          {{"ticket", last_ticket_}, {"text", text}, {"size", em_of(faces_[i], text)}, {"strong", faces_[i].strong}});
    }
  // A name from a file may hold bytes that are no UTF-8.
  return wanted.empty() ? std::string() : wanted.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void OtherLetters::arrive(std::string_view json, std::span<const std::uint8_t> alpha) {
  const auto list = nlohmann::json::parse(json, nullptr, false);
  if (!list.is_array()) return;
  for (const auto& one : list) {
    if (!one.is_object()) return;
    const auto number = [&](const char* key) {
      const auto value = one.find(key);
      return value != one.end() && value->is_number() ? value->get<float>() : -1.0f;
    };
    const float width = number("width"), height = number("height"), ticket = number("ticket");
    if (!(width >= 0 && width < 1e5f && height >= 0 && height < 1e5f)) return;
    const auto bytes = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    if (bytes > alpha.size()) return;
    const auto pixels = alpha.first(bytes);
    alpha = alpha.subspan(bytes);
    const auto [asked, font] = asked_as(ticket);
    if (!asked) continue;
    Picture& picture = *asked;
    const float line = font->FontSize, advance = number("advance");
    picture.state = Picture::State::there;
    arrived_ = true;
    if (height > kHighest * line || width > kWidest * line || pixels_ + bytes > kMostPixels) continue;
    if (advance >= 0 && advance <= kWidest * line) picture.advance = std::round(advance);
    picture.left = std::clamp(number("left"), -line, line), picture.up = std::clamp(number("up"), -line, 2 * line);
    picture.width = static_cast<int>(width), picture.height = static_cast<int>(height);
    picture.alpha.assign(pixels.begin(), pixels.end());
    pixels_ += bytes;
  }
}

std::pair<OtherLetters::Picture*, const ImFont*> OtherLetters::asked_as(float ticket) {
  for (auto& [text, run] : runs_)
    for (std::size_t i = 0; i < run.pictures.size(); ++i)
      if (run.pictures[i].state == Picture::State::asked && static_cast<float>(run.pictures[i].ticket) == ticket)
        return {&run.pictures[i], faces_[i].font};
  return {};
}

bool OtherLetters::unbuilt() const {
  const auto unseen = [this](const auto& run) { return run.second.used < frame_; };
  return arrived_ || rare_ == Rare::wanted || (full_ && std::ranges::any_of(runs_, unseen));
}

void OtherLetters::forget_unseen() {
  std::erase_if(runs_, [this](const auto& run) { return run.second.used < frame_; });
  pixels_ = 0;
  for (const auto& [text, run] : runs_)
    for (const Picture& picture : run.pictures) pixels_ += picture.alpha.size();
}

void OtherLetters::begin_fonts(float scale) {
  faces_.clear();
  if (rare_ == Rare::wanted) rare_ = Rare::made;
  if (std::exchange(full_, false)) forget_unseen();
  const float before = std::exchange(scale_, scale);
  if (before == scale) return;
  // At another scale they are other pictures; until they are there, blanks keep their widths.
  for (auto& [text, run] : runs_)
    for (Picture& picture : run.pictures)
      if (picture.state != Picture::State::none)
        picture = {.state = Picture::State::wanted, .advance = std::round(picture.advance * scale / before)};
  pixels_ = 0;
}

void OtherLetters::add(ImFontAtlas& atlas, ImFont& font, bool strong) {
  const std::size_t index = faces_.size();
  faces_.push_back({&font, strong});
  for (auto& [text, run] : runs_) {
    if (index >= run.pictures.size()) continue;
    Picture& picture = run.pictures[index];
    picture.place = -1;
    if (picture.state == Picture::State::there && !picture.alpha.empty())
      picture.place = atlas.AddCustomRectFontGlyph(&font, run.letter, picture.width, picture.height, picture.advance);
  }
}

void OtherLetters::finish_fonts(ImFontAtlas& atlas) {
  arrived_ = false;
  atlas.UserData = this;
  for (std::size_t i = 0; i < faces_.size(); ++i) {
    ImFont& font = *faces_[i].font;
    for (auto& [text, run] : runs_) {
      if (i >= run.pictures.size()) continue;
      Picture& picture = run.pictures[i];
      if (picture.state == Picture::State::none) continue;
      if (picture.place < 0) {
        font.AddGlyph(nullptr, run.letter, 0, 0, 0, 0, 0, 0, 0, 0, picture.advance);
        continue;
      }
      const ImFontAtlasCustomRect& at = *atlas.GetCustomRectByIndex(picture.place);
      if (!at.IsPacked() || !atlas.TexPixelsAlpha8) continue;
      for (int row = 0; row < picture.height; ++row)
        std::copy_n(picture.alpha.data() + static_cast<std::ptrdiff_t>(row) * picture.width, picture.width,
                    atlas.TexPixelsAlpha8 + static_cast<std::ptrdiff_t>(at.Y + row) * atlas.TexWidth + at.X);
    }
    // Where the baseline lies is known once the font is built.
    for (ImFontGlyph& glyph : font.Glyphs) {
      if (glyph.Codepoint < kFirstOwn || glyph.Codepoint > kLastOwn || !glyph.Visible) continue;
      const auto run =
          std::ranges::find_if(runs_, [&](const auto& known) { return known.second.letter == glyph.Codepoint; });
      if (run == runs_.end()) continue;
      const Picture& picture = run->second.pictures[i];
      const float top = font.Ascent - picture.up;
      glyph.X0 += picture.left, glyph.X1 += picture.left, glyph.Y0 += top, glyph.Y1 += top;
    }
    font.BuildLookupTable();
  }
}

std::string_view drawable(ImFont& font, std::string_view text, std::string& room) {
  auto* others = font.ContainerAtlas ? static_cast<OtherLetters*>(font.ContainerAtlas->UserData) : nullptr;
  return others ? others->drawable(font, text, room) : text;
}

}  // namespace hourglass
