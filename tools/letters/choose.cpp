#include "choose.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <string>

#include "data/text.h"
#include "math/random.h"

namespace hourglass::letters {
namespace {

constexpr int kSmall = 14;
using Small = std::array<float, kSmall * kSmall>;

Small shrunk(const Glyph& glyph) {
  Small small;
  for (int y = 0; y < kSmall; ++y) {
    for (int x = 0; x < kSmall; ++x) {
      const auto at = [&](int dy, int dx) {
        return glyph[static_cast<std::size_t>((2 * y + dy) * kImageSide + 2 * x + dx)];
      };
      small[static_cast<std::size_t>(y * kSmall + x)] =
          static_cast<float>(at(0, 0) + at(0, 1) + at(1, 0) + at(1, 1)) / 1020.0f;
    }
  }
  return small;
}

float squared_distance(const Small& a, const Small& b) {
  float sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

// The family's name without words of style and size, so that "Averia Sans Libre Light" meets "Averia Sans Libre".
std::string family_key(const Face& face) {
  static const std::set<std::string> kStyles = {
      "thin",     "light",     "extralight", "ultralight", "regular", "book",     "roman",    "medium", "semibold",
      "demibold", "demi",      "bold",       "extrabold",  "black",   "heavy",    "ultra",    "italic", "oblique",
      "slanted",  "condensed", "cond",       "narrow",     "wide",    "extended", "expanded", "caps",   "smallcaps",
      "sc",       "outline",   "shadow",     "solid",      "std",     "no2",      "initials", "display"};
  std::string key, word;
  const auto flush = [&] {
    if (!word.empty() && !kStyles.contains(word)) key += word;
    word.clear();
  };
  for (char c : lower(face.family)) {
    if (c >= 'a' && c <= 'z') {
      word += c;
    } else if (c < '0' || c > '9') {
      flush();  // digits vanish: "LM Roman 10" is "LM Roman 12"
    }
  }
  flush();
  return key.empty() ? face.package + "/" + face.family : key;
}

class Groups {
 public:
  explicit Groups(std::size_t count) : parent_(count) { std::iota(parent_.begin(), parent_.end(), 0); }
  int find(int i) {
    while (parent_[static_cast<std::size_t>(i)] != i) {
      parent_[static_cast<std::size_t>(i)] = parent_[static_cast<std::size_t>(parent_[static_cast<std::size_t>(i)])];
      i = parent_[static_cast<std::size_t>(i)];
    }
    return i;
  }
  void join(int a, int b) { parent_[static_cast<std::size_t>(find(a))] = find(b); }

 private:
  std::vector<int> parent_;
};

}  // namespace

std::vector<int> find_families(const std::vector<Face>& faces) {
  Groups groups(faces.size());
  std::map<std::string, int> first_of;
  for (std::size_t f = 0; f < faces.size(); ++f) {
    const auto [known, fresh] = first_of.emplace(family_key(faces[f]), static_cast<int>(f));
    if (!fresh) groups.join(static_cast<int>(f), known->second);
  }
  // Clones and siblings under other names: most letters nearly equal.
  std::vector<std::array<Small, kLetters>> small(faces.size());
  for (std::size_t f = 0; f < faces.size(); ++f) {
    for (std::size_t l = 0; l < kLetters; ++l) small[f][l] = shrunk(faces[f].glyphs[l]);
  }
  constexpr float kNear = 0.08f * 0.08f * kSmall * kSmall;
  for (std::size_t a = 0; a < faces.size(); ++a) {
    for (std::size_t b = a + 1; b < faces.size(); ++b) {
      if (groups.find(static_cast<int>(a)) == groups.find(static_cast<int>(b))) continue;
      int near = 0, far = 0;
      for (std::size_t l = 0; l < kLetters && far <= 5; ++l) {
        (squared_distance(small[a][l], small[b][l]) < kNear ? near : far) += 1;
      }
      if (near >= 5) groups.join(static_cast<int>(a), static_cast<int>(b));
    }
  }
  std::vector<int> families(faces.size());
  for (std::size_t f = 0; f < faces.size(); ++f) families[f] = groups.find(static_cast<int>(f));
  return families;
}

std::vector<int> count_agreeing(const std::vector<Face>& faces, const std::vector<int>& families) {
  struct Sample {
    Small pixels;
    int family, letter;
  };
  std::vector<Sample> samples;
  for (std::size_t f = 0; f < faces.size(); ++f) {
    for (int l = 0; l < kLetters; ++l)
      samples.push_back({shrunk(faces[f].glyphs[static_cast<std::size_t>(l)]), families[f], l});
  }
  std::vector<int> agreeing(faces.size(), 0);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    constexpr std::size_t kNeighbours = 5;
    std::array<std::pair<float, int>, kNeighbours> nearest;
    nearest.fill({HUGE_VALF, -1});
    for (const Sample& other : samples) {
      if (other.family == samples[i].family) continue;
      const float distance = squared_distance(samples[i].pixels, other.pixels);
      if (distance >= nearest.back().first) continue;
      nearest.back() = {distance, other.letter};
      for (std::size_t k = kNeighbours - 1; k > 0 && nearest[k] < nearest[k - 1]; --k)
        std::swap(nearest[k], nearest[k - 1]);
    }
    std::array<int, kLetters> votes{};
    for (const auto& [distance, letter] : nearest) {
      if (letter >= 0) ++votes[static_cast<std::size_t>(letter)];
    }
    const auto winner = std::max_element(votes.begin(), votes.end()) - votes.begin();
    if (winner == samples[i].letter) ++agreeing[i / kLetters];
  }
  return agreeing;
}

std::vector<Choice> choose(const std::vector<Face>& faces, const std::vector<int>& families,
                           const ChooseOptions& options, ChooseCounts& counts) {
  Random random(options.seed);
  std::vector<std::uint32_t> order(faces.size());
  std::iota(order.begin(), order.end(), 0u);
  random.shuffle(order);
  std::vector<Choice> chosen;
  std::set<Glyph> known;
  for (std::uint8_t letter = 0; letter < kLetters; ++letter) {
    int taken = 0;
    for (std::uint32_t face : order) {
      ++counts.drawn;
      if (!known.insert(faces[face].glyphs[letter]).second) {
        ++counts.exact_duplicates;
      } else if (taken < options.each) {
        chosen.push_back({face, letter, false});
        ++taken;
      }
    }
  }

  // Whole families are held out, drawn at random until the share is reached; one that would overshoot is passed over.
  std::map<int, int> images_of;
  for (const Choice& choice : chosen) ++images_of[families[choice.face]];
  std::vector<std::uint32_t> shuffled;
  for (const auto& [family, images] : images_of) shuffled.push_back(static_cast<std::uint32_t>(family));
  random.shuffle(shuffled);
  const int wanted = static_cast<int>(options.held_out_share * static_cast<double>(chosen.size()));
  std::set<int> held_out;
  int held = 0;
  for (std::uint32_t family : shuffled) {
    const int images = images_of[static_cast<int>(family)];
    if (held + images > wanted) continue;
    held += images;
    held_out.insert(static_cast<int>(family));
  }
  for (Choice& choice : chosen) choice.held_out = held_out.contains(families[choice.face]);

  std::vector<std::uint32_t> mixed(chosen.size());
  std::iota(mixed.begin(), mixed.end(), 0u);
  random.shuffle(mixed);
  std::stable_partition(mixed.begin(), mixed.end(), [&](std::uint32_t i) { return !chosen[i].held_out; });
  std::vector<Choice> result;
  for (std::uint32_t i : mixed) result.push_back(chosen[i]);
  return result;
}

}  // namespace hourglass::letters
