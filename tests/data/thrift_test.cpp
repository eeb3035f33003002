#include "data/thrift.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <span>
#include <string>

#include "data/made_thrift.h"

namespace hourglass {
namespace {

using made::Bytes;

TEST(Thrift, UnknownFieldsOfEveryKindArePassedOver) {
  made::ThriftWriter out;
  out.begin();
  out.i32(1, -5);
  out.yes(2, true);
  out.list(3, 5, 20);
  for (int i = 0; i < 20; ++i) out.zigzag(i);
  out.list(4, 12, 1);
  out.begin();
  out.text(1, "unread");
  out.begin(40);
  out.yes(1, false);
  out.end();
  out.end();
  out.field(5, 11);  // a map of texts
  out.varint(1);
  out.out.push_back(0x88);
  out.binary("key");
  out.binary("value");
  out.i64(100, INT64_MIN);
  out.text(101, "read");
  out.end();
  ThriftReader reader(out.out);
  std::int64_t first = 0, large = 0;
  std::string word;
  for (ThriftStruct fields(reader); fields.next();) {
    if (fields.id() == 1) first = fields.integer();
    if (fields.id() == 100) large = fields.integer();
    if (fields.id() == 101) word = fields.text();
  }
  EXPECT_TRUE(reader.good());
  EXPECT_EQ(reader.position(), out.out.size());
  EXPECT_EQ(first, -5);
  EXPECT_EQ(large, INT64_MIN);
  EXPECT_EQ(word, "read");
  for (std::size_t cut = 0; cut < out.out.size(); ++cut) {
    ThriftReader short_of_its_end(std::span(out.out).first(cut));
    for (ThriftStruct fields(short_of_its_end); fields.next();) continue;
    EXPECT_FALSE(short_of_its_end.good()) << cut;
    EXPECT_TRUE(short_of_its_end.ran_out()) << cut;
  }
}

TEST(Thrift, StructsWithinStructsWithoutEndAreRefused) {
  const Bytes bytes(100'000, 0x1C);  // field after field, each a struct
  ThriftReader reader(bytes);
  for (ThriftStruct fields(reader); fields.next();) continue;
  EXPECT_FALSE(reader.good());
  EXPECT_FALSE(reader.ran_out());
}

}  // namespace
}  // namespace hourglass
