#include "data/zip.h"

#include "check.h"
#include "repair.h"

using namespace hourglass;

HOURGLASS_FUZZ_REPAIR(0)

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Source source = view_source("fuzzed", {data, size});
  Budget budget(fuzz::options().limits);
  const auto entries = read_zip_directory(source, budget);
  if (!entries) {
    fuzz::check(entries.error());
    return 0;
  }
  for (const ZipEntry& entry : *entries) {
    auto reader = ZipEntryReader::open(source, entry);
    if (!reader) {
      fuzz::check(reader.error());
      continue;
    }
    while (true) {
      const auto more = reader->next([&](std::span<const std::uint8_t> bytes) { return budget.unpack(bytes.size()); });
      if (!more) fuzz::check(more.error());
      if (!more || !*more) break;
    }
    if (budget.exhausted()) break;
  }
  return 0;
}
