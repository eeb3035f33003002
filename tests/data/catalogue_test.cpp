#include "data/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/made_files.h"
#include "data/sha256.h"

namespace hourglass {
namespace {

using testing::HasSubstr;

CatalogueEntry entry_for(const made::Bytes& images, const made::Bytes& labels) {
  CatalogueEntry entry;
  entry.id = "tiny";
  entry.title = "Tiny";
  entry.about = "For tests.";
  entry.images = 20;
  entry.files = {{"tiny-images.gz", images.size(), sha256(images)}, {"tiny-labels.gz", labels.size(), sha256(labels)}};
  entry.bytes = images.size() + labels.size();
  entry.split = {{0, 15}, {}, {15, 20}};
  entry.class_names = {"A", "B"};
  entry.terms = "MIT";
  entry.source = "made";
  entry.attribution = "tiny.md";
  return entry;
}

TEST(Catalogue, WritesWhatItReads) {
  const CatalogueEntry entry = entry_for({1, 2}, {3});
  const auto read = parse_catalogue(write_catalogue({entry}));
  ASSERT_TRUE(read) << read.error().message.english();
  ASSERT_EQ(read->size(), 1u);
  const CatalogueEntry& back = read->front();
  EXPECT_EQ(back.id, "tiny");
  EXPECT_EQ(back.title, "Tiny");
  EXPECT_EQ(back.about, "For tests.");
  EXPECT_EQ(back.images, 20u);
  EXPECT_EQ(back.bytes, 3u);
  EXPECT_EQ(back.files[1].path, "tiny-labels.gz");
  EXPECT_EQ(back.files[1].sha256, entry.files[1].sha256);
  EXPECT_EQ(back.split, entry.split);
  EXPECT_EQ(back.class_names, entry.class_names);
  EXPECT_EQ(back.terms, "MIT");
  EXPECT_EQ(back.source, "made");
  EXPECT_EQ(back.attribution, "tiny.md");
}

TEST(Catalogue, NamesTheEntryThatIsWrong) {
  EXPECT_THAT(parse_catalogue("not json").error().message.english(), HasSubstr("no JSON object"));
  EXPECT_THAT(parse_catalogue("{\"sets\": 3}").error().message.english(), HasSubstr("no JSON object with a list"));
  EXPECT_THAT(parse_catalogue("{\"sets\": [3]}").error().message.english(), HasSubstr("an entry is no object"));
  EXPECT_THAT(parse_catalogue(R"({"sets":[{"title":"x"}]})").error().message.english(), HasSubstr("has no id"));
  EXPECT_EQ(parse_catalogue(R"({"sets":[{"id":"a","title":"x"}]})").error().message.english(),
            "The catalogue's entry \"a\" names no files.");
  EXPECT_EQ(parse_catalogue(R"({"sets":[{"id":"a","title":"x","files":[{"path":"f"}],"split":{"train":[5,2]}}]})")
                .error()
                .message.english(),
            "The catalogue's entry \"a\" has a split that cannot be read.");
  EXPECT_TRUE(parse_catalogue(R"({"sets":[{"id":"a","title":"x","files":[{"path":"f"}],"later":"things"}]})"));
}

TEST(Catalogue, AssemblesWhatWasFetched) {
  const ImageSet made = made::images(20, 2);
  const auto images = made::gzipped(made::idx_images(made)), labels = made::gzipped(made::idx_labels(made));
  const CatalogueEntry entry = entry_for(images, labels);
  const std::vector<NamedBytes> files = {{"tiny-images.gz", images}, {"tiny-labels.gz", labels}};
  const auto set = assemble(entry, files);
  ASSERT_TRUE(set) << set.error().message.english();
  EXPECT_EQ(set->name, "Tiny");
  EXPECT_EQ(set->class_names, entry.class_names);
  EXPECT_EQ(set->published, entry.split);
  EXPECT_EQ(set->pixels, made.pixels);
}

TEST(Catalogue, RefusesWhatArrivedShortOrDamaged) {
  const ImageSet made = made::images(20, 2);
  auto images = made::gzipped(made::idx_images(made)), labels = made::gzipped(made::idx_labels(made));
  const CatalogueEntry entry = entry_for(images, labels);
  images[images.size() / 2] ^= 1;
  EXPECT_EQ(assemble(entry, std::vector<NamedBytes>{{"tiny-images.gz", images}, {"tiny-labels.gz", labels}})
                .error()
                .message.english(),
            "\"tiny-images.gz\" arrived damaged (its checksum differs). Try again.");
  images.pop_back();
  EXPECT_THAT(assemble(entry, std::vector<NamedBytes>{{"tiny-images.gz", images}, {"tiny-labels.gz", labels}})
                  .error()
                  .message.english(),
              HasSubstr("did not arrive whole"));
  EXPECT_EQ(assemble(entry, std::vector<NamedBytes>{{"tiny-images.gz", images}}).error().message.english(),
            "\"Tiny\" has 2 files, but 1 arrived.");
}

TEST(Catalogue, RefusesLabelsBeyondTheNamedClassesAndASplitBeyondTheImages) {
  ImageSet made = made::images(20, 3);
  CatalogueEntry entry = entry_for({}, {});
  EXPECT_EQ(apply_entry(entry, made).error().message.english(), "\"Tiny\" has 2 classes, but image 3 is labelled 2.");
  entry.class_names.clear();
  entry.split.held_out.end = 21;
  EXPECT_EQ(apply_entry(entry, made).error().message.english(), "\"Tiny\" should hold 21 images, but 20 arrived.");
}

TEST(Sha256, AgreesWithTheStandardsExamples) {
  const auto of = [](std::string text) { return sha256(std::vector<std::uint8_t>(text.begin(), text.end())); };
  EXPECT_EQ(of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(of(std::string(1000000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, IsTheSameWhateverThePieces) {
  std::vector<std::uint8_t> bytes(300);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i * 7);
  for (std::size_t length = 0; length < 300; ++length) {
    Sha256 sum;
    for (std::size_t at = 0; at < length; at += 61)
      sum.add(std::span(bytes).subspan(at, std::min<std::size_t>(61, length - at)));
    ASSERT_EQ(sum.finish(), sha256(std::span(bytes).first(length)));
  }
}

}  // namespace
}  // namespace hourglass
