// The letters A to J that are committed: what the catalogue says of them must be true.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <numeric>

#include "data/catalogue.h"
#include "data/split.h"
#include "data/statistics.h"
#include "data/text.h"

namespace hourglass {
namespace {

std::vector<std::uint8_t> asset(const std::string& name) {
  std::ifstream file(HOURGLASS_SOURCE_DIR "/assets/letters/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class Letters : public testing::Test {
 protected:
  void SetUp() override {
    const auto json = asset("entry.json");
    const auto entries = parse_catalogue("{\"sets\":[" + std::string(json.begin(), json.end()) + "]}");
    ASSERT_TRUE(entries) << entries.error().message.english();
    entry = entries->front();
    std::vector<std::vector<std::uint8_t>> bytes;
    for (const CatalogueFile& file : entry.files) bytes.push_back(asset(std::string(last_part(file.path))));
    std::vector<NamedBytes> files;
    for (std::size_t i = 0; i < bytes.size(); ++i) files.push_back({entry.files[i].path, bytes[i]});
    auto assembled = assemble(entry, files);
    ASSERT_TRUE(assembled) << assembled.error().message.english();
    set = std::move(*assembled);
  }
  CatalogueEntry entry;
  ImageSet set;
};

TEST_F(Letters, AreTenThousandAThousandOfEachNoTwoEqual) {
  EXPECT_EQ(set.size(), 10000u);
  EXPECT_EQ(entry.images, 10000u);
  std::vector<std::uint32_t> all(set.size());
  std::iota(all.begin(), all.end(), 0u);
  const DataStatistics look = look_at(set, all);
  EXPECT_EQ(look.counts, std::vector<std::size_t>(10, 1000));
  EXPECT_EQ(look.duplicates, 0u);
  EXPECT_LE(look.blank, 1u);
}

TEST_F(Letters, HaveTheMeansOfNotMnistLetterByLetter) {
  const double notmnist[10] = {.37, .51, .36, .45, .44, .38, .41, .44, .55, .35};
  double total[10] = {};
  for (std::size_t i = 0; i < set.size(); ++i) {
    for (std::uint8_t pixel : set.image(i)) total[set.labels[i]] += pixel;
  }
  for (int c = 0; c < 10; ++c) EXPECT_NEAR(total[c] / (255.0 * 784 * 1000), notmnist[c], 0.035) << "ABCDEFGHIJ"[c];
}

TEST_F(Letters, HoldOutTheirLastFamilies) {
  const auto split = make_split(set, {});
  ASSERT_TRUE(split);
  EXPECT_EQ(split->train.size() + split->held_out.size(), 10000u);
  EXPECT_NEAR(static_cast<double>(split->held_out.size()), 1500, 20);
  EXPECT_EQ(split->held_out.front(), split->train.size());
  EXPECT_EQ(shared_images(set, split->train, split->held_out), 0u);
}

TEST_F(Letters, NameThemselvesHonestlyAndTheirFonts) {
  EXPECT_EQ(set.name, "Letters A-J (free fonts, in the manner of notMNIST)");
  const auto bytes = asset(std::string(last_part(entry.attribution)));
  const std::string attribution(bytes.begin(), bytes.end());
  EXPECT_NE(attribution.find("fonts-aenigma"), std::string::npos);
  std::size_t packages = 0, licences = 0;
  for (std::size_t at = 0; (at = attribution.find("\n## ", at)) != std::string::npos; ++at) ++packages;
  for (std::size_t at = 0; (at = attribution.find("\nLicence: ", at)) != std::string::npos; ++at) ++licences;
  EXPECT_GT(packages, 50u);
  EXPECT_EQ(packages, licences);
}

}  // namespace
}  // namespace hourglass
