#include "data/libsvm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "data/decode.h"
#include "data/detect.h"
#include "data/made_files.h"
#include "data/made_tables.h"
#include "data/read_table.h"

namespace hourglass {
namespace {

using testing::ElementsAre;

TEST(Libsvm, ReadsSparseImagesWhateverThePieces) {
  const ImageSet made = made::images(11);
  const ImageSet set = made::table<LibsvmReader>(made::libsvm(made));
  EXPECT_EQ(set.pixels, made.pixels);
  EXPECT_EQ(set.labels, made.labels);
}

TEST(Libsvm, IsToldByItsFirstLinesAndReadThroughTheFrontDoor) {
  const ImageSet made = made::images(5);
  for (const char* before : {"", "# made\n", "3\n", "\xEF\xBB\xBF", "\n4 # blank\n"}) {
    const std::string text = before + made::libsvm(made);
    const auto set = decode(made::bytes_of(text), "mnist.scale");
    ASSERT_TRUE(set) << before << set.error().message.english();
    EXPECT_GE(set->size(), 5u);
    EXPECT_TRUE(std::equal(made.pixels.rbegin(), made.pixels.rend(), set->pixels.rbegin())) << before;
  }
}

TEST(Libsvm, TakesSevenHundredAndEightyFourPixelsThoughTheLastAreNeverInk) {
  const ImageSet set = made::table<LibsvmReader>("7 100:0.5 780:1\n2\n-1 1:0.25 # the third\n");
  ASSERT_EQ(set.size(), 3u);
  EXPECT_EQ(set.pixels[99], 128);
  EXPECT_EQ(set.pixels[779], 255);
  EXPECT_EQ(set.pixels[2 * 784], 64);
  EXPECT_THAT(set.class_names, ElementsAre("-1", "2", "7"));
}

TEST(Libsvm, TakesTheNextSquareWhereAnIndexIsGreater) {
  const ImageSet set = made::table<LibsvmReader>("1 1:255 1000:255\n0 1024:9\n");
  EXPECT_EQ(set.size(), 2u);
  EXPECT_EQ(set.notes.at(0).english(), "The images are 32 by 32 pixels and were fitted to 28 by 28.");
}

TEST(Libsvm, TakesASmallerSquareWhereEveryLineHasAllItsPixels) {
  std::string text;
  for (const char* value : {"-1", "1"}) {
    text += "3";
    for (int i = 1; i <= 256; ++i) text += " " + std::to_string(i) + ":" + value;
    text += " \n";
  }
  const ImageSet set = made::table<LibsvmReader>(text);
  EXPECT_EQ(set.size(), 2u);
  EXPECT_EQ(set.notes.at(1).english(), "The images are 16 by 16 pixels and were fitted to 28 by 28.");
}

TEST(Libsvm, PixelsNumberedFromZeroAreReadAsScikitLearnWritesThem) {
  const ImageSet seen = made::table<LibsvmReader>("3 0:200 783:250\n1 5:100\n");
  EXPECT_EQ(seen.pixels[0], 200);
  EXPECT_EQ(seen.pixels[783], 250);
  EXPECT_EQ(seen.pixels[784 + 5], 100);
  EXPECT_EQ(seen.notes.back().english(), "The pixels are numbered from 0, as scikit-learn's are.");
  const ImageSet told = made::table<LibsvmReader>("# Column indices are zero-based\n3 1:200 783:250\n");
  EXPECT_EQ(told.pixels[1], 200);
  const ImageSet usual = made::table<LibsvmReader>("3 1:200 784:250\n");
  EXPECT_EQ(usual.pixels[0], 200);
  EXPECT_EQ(usual.notes.back().english(), "The pixels were taken to be numbered from 1, as libsvm's are.");
}

TEST(Libsvm, SparseImagesHaveTheSmallestUsualSizeWithRoomForThem) {
  for (const auto& [greatest, size] :
       std::vector<std::pair<std::string, std::string>>{{"61", "8 by 8"}, {"250", "16 by 16"}, {"1020", "32 by 32"}}) {
    const ImageSet set = made::table<LibsvmReader>("3 2:9 " + greatest + ":200\n1 4:100\n");
    bool told = false;
    for (const Sentence& note : set.notes) told = told || note.english().find(size) != std::string::npos;
    EXPECT_TRUE(told) << greatest;
  }
}

TEST(Libsvm, ReadsCifarsThreePlanesAsGrey) {
  std::string red = "3";
  for (int i = 1; i <= 1024; ++i) red += " " + std::to_string(i) + ":255";
  const ImageSet set = made::table<LibsvmReader>(red + "\n5 3072:255\n");
  EXPECT_EQ(set.pixels[14 * 28 + 14], 76);
  EXPECT_EQ(set.pixels[784 + 14 * 28 + 14], 0);
  EXPECT_EQ(set.notes.at(0).english(), "The images are 32 by 32 pixels and were fitted to 28 by 28.");
  EXPECT_EQ(set.notes.at(1).english(), "The images have colours and were made grey.");
  EXPECT_EQ(made::table<LibsvmReader>("3 3000:255\n").notes.at(0).english(),
            "The images are 64 by 64 pixels and were fitted to 28 by 28.");
}

TEST(Libsvm, ALastLineWithoutItsEndIsRefusedOrTold) {
  const std::string row = "3 1:25 2:35 3:45 4:55\n", rows = row + row + row;
  EXPECT_EQ(made::table_refusal<LibsvmReader>(rows + "4 1:25 2:35"),
            "\"t.txt\", line 4, ends too early: the file was cut off or is damaged.");
  EXPECT_EQ(made::table_refusal<LibsvmReader>("3 1:0.25\n4 1:0.75\n5 1:0.5"),
            "\"t.txt\", line 3, ends too early: the file was cut off or is damaged.");
  const auto told = [](const std::string& text) {
    const std::string note = made::table<LibsvmReader>(text).notes.back().english();
    return note == "The last line of \"t.txt\" has no line end and may be cut off.";
  };
  EXPECT_TRUE(told("3 1:25 2:35\n4 7:3\n4 1:25 2:35"));
  EXPECT_FALSE(told("3 1:25 2:35\n4 7:3\n4 1:25 2:35\n"));
  EXPECT_FALSE(told(rows + "4 1:25 2:35 3:45 4:55"));
}

TEST(Libsvm, SaysWhatIsWrongInWhichLine) {
  const std::string good = "7 1:20 2:30\n";
  const auto refusal = [&](const std::string& line) { return made::table_refusal<LibsvmReader>(good + line); };
  EXPECT_EQ(refusal("3 5:5 4:6\n"), "\"t.txt\", line 2, has index 4 behind index 5; indices go up within a line.");
  EXPECT_EQ(refusal("3 5:5 5:6\n"), "\"t.txt\", line 2, has index 5 behind index 5; indices go up within a line.");
  EXPECT_EQ(refusal("3 5:5 6\n"), "\"t.txt\", line 2: \"6\" stands where an index, a colon and a number are expected.");
  EXPECT_EQ(refusal("3 5:5 6:"), "\"t.txt\", line 2: \"6:\" stands where an index, a colon and a number are expected.");
  EXPECT_EQ(refusal("3 5:ink\n"),
            "\"t.txt\", line 2: \"5:ink\" stands where an index, a colon and a number are expected.");
  EXPECT_EQ(refusal("3 5:nan\n"), "\"t.txt\", line 2: \"5:nan\" is not a finite number.");
  EXPECT_EQ(refusal("three 5:5\n"), "\"t.txt\", line 2: \"three\" is no label; libsvm's labels are numbers.");
  EXPECT_EQ(refusal("3 70000:1\n"),
            "\"t.txt\", line 2, has an index 70,000; images of at most 256 by 256 pixels are expected.");
  std::string many;
  for (int i = 100; i < 164; ++i) many += std::to_string(i) + " 1:1\n";
  EXPECT_EQ(refusal(many), "\"t.txt\", line 65: \"163\" is one label too many; at most 64 classes can be shown.");
  EXPECT_EQ(made::table_refusal<LibsvmReader>("# nothing\n"), "\"t.txt\" holds no images.");
}

}  // namespace
}  // namespace hourglass
