#include "text/glossary.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

namespace hourglass {
namespace {

TEST(Glossary, IsThatOfTheFile) {
  std::ifstream file(HOURGLASS_SOURCE_DIR "/assets/glossary.en.json");
  std::stringstream text;
  text << file.rdbuf();
  const auto from_file = parse_glossary(text.str());
  ASSERT_TRUE(from_file) << from_file.error().english();
  ASSERT_EQ(from_file->size(), glossary().size());
  for (const GlossaryEntry& entry : *from_file) {
    ASSERT_NE(find_term(entry.key), nullptr) << entry.key;
    EXPECT_EQ(find_term(entry.key)->what, entry.what);
  }
}

TEST(Glossary, SaysEachThingInTwoSentencesAndOnce) {
  std::set<std::string> said;
  for (const GlossaryEntry& entry : glossary()) {
    for (const std::string& sentence : {entry.what, entry.more}) {
      EXPECT_TRUE(sentence.ends_with('.')) << entry.key;
      EXPECT_LE(sentence.size(), 200u) << entry.key;
      EXPECT_TRUE(said.insert(sentence).second) << sentence;
    }
    EXPECT_EQ(explanation(entry).english(), entry.what + " " + entry.more);
  }
}

TEST(Glossary, KnowsTheWordsThatEveryoneMeetsFirst) {
  for (const char* key : {"autoencoder", "code", "held-out", "tied", "per-image", "rmse", "code-penalty",
                          "trustworthiness", "continuity", "neighbours", "epoch", "batch", "sweep", "ring"})
    EXPECT_NE(find_term(key), nullptr) << key;
  EXPECT_EQ(find_term("no-such-term"), nullptr);
  EXPECT_EQ(find_term(""), nullptr);
}

TEST(Glossary, AMistakeIsRefusedWithItsKey) {
  const auto why = [](std::string_view json) { return parse_glossary(json).error().english(); };
  EXPECT_NE(why("{}").find("list"), std::string::npos);
  EXPECT_NE(why("[3]").find("object"), std::string::npos);
  EXPECT_NE(why(R"([{"term":"A"}])").find("no key"), std::string::npos);
  EXPECT_NE(why(R"([{"key":"a","term":"A","what":"B."}])").find("\"a\""), std::string::npos);
  EXPECT_NE(why(R"([{"key":"a","term":"A","what":"B.","more":"C."},{"key":"a","term":"A","what":"D.","more":"E."}])")
                .find("twice"),
            std::string::npos);
}

}  // namespace
}  // namespace hourglass
