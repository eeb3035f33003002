#include "data/picture_table.h"

#include "check.h"

using namespace hourglass;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  looks_like_picture_table({data + 1, size - 1});
  Budget budget(fuzz::options().limits);
  PictureTable table("fuzzed.csv", budget);
  if (!fuzz::feed_in_pieces(table, {data, size})) return 0;
  if (const auto done = table.finish(); !done) {
    fuzz::check(done.error());
    return 0;
  }
  fuzz::require(table.names() <= table.rows());
  for (const char* name : {"1.png", "a/1.png", "cat.1"}) {
    const auto row = table.find(picture_name_key(name), "a");
    fuzz::require(!row || (*row < table.rows() && !table.class_of(*row).empty()));
  }
  return 0;
}
