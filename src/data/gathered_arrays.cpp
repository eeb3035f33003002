#include "data/gathered_arrays.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "data/image_set.h"

namespace hourglass {
namespace {

enum class Single { number, word, image };

/// Sizes without those of one.
std::vector<std::uint64_t> sizes_of(const NamedArray& array) {
  std::vector<std::uint64_t> sizes = array.shape;
  std::erase(sizes, 1u);
  return sizes;
}

std::optional<Single> single_of(const NamedArray& array) {
  if (!array.words.empty()) return array.words.size() == 1 ? std::optional(Single::word) : std::nullopt;
  if (array.shape.empty()) return Single::number;
  const std::vector<std::uint64_t> sizes = sizes_of(array);
  if (sizes.size() == 1 && sizes[0] == static_cast<std::uint64_t>(kImagePixels)) return Single::image;
  constexpr std::uint64_t kSmallestSide = 8;
  const bool square = sizes.size() >= 2 && sizes[0] == sizes[1] && sizes[0] >= kSmallestSide;
  const bool grey = square && sizes.size() == 2,
             colours = square && sizes.size() == 3 && sizes[2] >= 3 && sizes[2] <= 4;
  return grey || colours ? std::optional(Single::image) : std::nullopt;
}

/// A path with one of its numbers taken out, and where that stood.
using Family = std::tuple<std::string, std::size_t, Single, bool, std::vector<std::uint64_t>>;

std::vector<Family> families_of(const NamedArray& array, Single single) {
  std::vector<Family> families;
  const std::string_view path = array.path;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view part = path.substr(begin, end - begin);
    if (!part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos) {
      std::string rest(path.substr(0, begin));
      rest += path.substr(std::min(end + 1, path.size()));
      if (rest.ends_with('/')) rest.pop_back();
      families.emplace_back(std::move(rest), begin, single, array.column_major,
                            single == Single::image ? sizes_of(array) : std::vector<std::uint64_t>());
    }
    begin = end + 1;
  }
  return families;
}

void append_floats(const NamedArray& from, std::vector<std::uint8_t>& into) {
  const TensorView view = from.view();
  for (std::size_t i = 0; i < view.count(); ++i) {
    const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(view.at(i)));
    for (int shift = 0; shift < 32; shift += 8) into.push_back(static_cast<std::uint8_t>(bits >> shift));
  }
}

/// `members`: at least two of one family.
NamedArray gathered(const Family& family, const std::vector<NamedArray*>& members) {
  const auto& [path, place, single, column_major, sizes] = family;
  NamedArray all;
  all.path = path;
  const NamedArray& first = *members.front();
  const bool alike = std::ranges::all_of(members, [&](const NamedArray* member) {
    return member->element == first.element && member->big_endian == first.big_endian;
  });
  all.element = alike ? first.element : Element::f32;
  all.big_endian = alike && first.big_endian;
  for (NamedArray* member : members) {
    if (single == Single::word) {
      all.words.push_back(std::move(member->words.front()));
    } else if (alike) {
      all.bytes.insert(all.bytes.end(), member->bytes.begin(), member->bytes.end());
    } else {
      append_floats(*member, all.bytes);
    }
    member->bytes = {};
  }
  if (single == Single::word) return all;
  // One behind the other, the images' number is the slowest dimension: last where columns come first.
  all.shape = sizes;
  all.column_major = column_major && sizes.size() > 1;
  all.shape.insert(all.column_major ? all.shape.end() : all.shape.begin(), members.size());
  return all;
}

}  // namespace

void gather_arrays(std::vector<NamedArray>& arrays) {
  std::map<Family, std::vector<NamedArray*>> families;
  for (NamedArray& array : arrays) {
    const auto single = single_of(array);
    if (!single) continue;
    for (Family& family : families_of(array, *single)) families[std::move(family)].push_back(&array);
  }
  // An array whose path has several numbers belongs to the largest of its families.
  std::map<const NamedArray*, const Family*> family_of;
  for (const auto& [family, members] : families) {
    for (const NamedArray* member : members) {
      const Family*& known = family_of[member];
      if (known == nullptr || members.size() > families[*known].size()) known = &family;
    }
  }
  std::map<const Family*, std::vector<NamedArray*>> members_of;
  for (NamedArray& array : arrays) {
    if (const auto found = family_of.find(&array); found != family_of.end())
      members_of[found->second].push_back(&array);
  }
  std::vector<NamedArray> result;
  for (NamedArray& array : arrays) {
    const auto found = family_of.find(&array);
    const bool several = found != family_of.end() && members_of[found->second].size() > 1;
    if (several) {
      std::vector<NamedArray*>& members = members_of[found->second];
      if (members.front() == &array) result.push_back(gathered(*found->second, members));
      continue;
    }
    const auto single = single_of(array);
    if (!single || *single == Single::image) result.push_back(std::move(array));
  }
  arrays = std::move(result);
}

}  // namespace hourglass
