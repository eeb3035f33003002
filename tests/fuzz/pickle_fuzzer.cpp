#include "data/pickle.h"

#include "check.h"

using namespace hourglass;

/// The first byte says in what pieces the others come.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t piece = data[0] == 0 ? size : data[0];
  std::span<const std::uint8_t> rest(data + 1, size - 1);
  Budget budget(fuzz::options().limits);
  PickleReader reader("fuzzed", budget);
  while (!rest.empty()) {
    const auto part = rest.first(std::min(piece, rest.size()));
    if (auto fed = reader.feed(part); !fed) {
      fuzz::check(fed.error());
      return 0;
    }
    rest = rest.subspan(part.size());
  }
  const auto arrays = reader.finish();
  if (!arrays) {
    fuzz::check(arrays.error());
    return 0;
  }
  for (const NamedArray& array : *arrays) {
    const auto images = images_from_tensor(array.view(), "fuzzed", fuzz::options().limits);
    if (!images) fuzz::check(images.error());
    if (images) fuzz::check_part(*images);
    const auto labels = labels_from_tensor(array.view(), "fuzzed");
    if (!labels) fuzz::check(labels.error());
  }
  return 0;
}
