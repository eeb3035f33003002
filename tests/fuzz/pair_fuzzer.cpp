// Several files at once: the input is cut into up to four at the lengths that stand before them, two bytes each.
#include "data/pair.h"

#include <algorithm>
#include <vector>

#include "check.h"

using namespace hourglass;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const char* const names[] = {"train-images", "train-labels", "set/a/t10k.png", "set/b/test.png"};
  std::vector<NamedBytes> files;
  std::span<const std::uint8_t> rest(data, size);
  while (files.size() < 4 && rest.size() > 2) {
    const std::size_t length = std::min<std::size_t>(rest[0] << 8 | rest[1], rest.size() - 2);
    files.push_back({names[files.size()], rest.subspan(2, length)});
    rest = rest.subspan(2 + length);
  }
  auto loaded = load_files(files, fuzz::options());
  if (!loaded) {
    fuzz::check(loaded.error());
    return 0;
  }
  if (const ImageSet* set = std::get_if<ImageSet>(&*loaded)) fuzz::check(*set);
  Pairing pairing;
  const auto outcome = pairing.offer(std::move(*loaded));
  if (outcome && outcome->set) fuzz::check(*outcome->set);
  return 0;
}
