// The classes of pictures in no class folders: by tables beside them, by their names, or none.
#include "data/picture_labels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "data/made_sets.h"
#include "data/picture_table.h"
#include "english.h"

namespace hourglass {
namespace {

using made::Bytes;
using made::bytes_of;
using made::Entry;
using made::set_of;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// So many pictures, named by their numbers.
std::vector<Entry> pictures(std::size_t count, const std::function<std::string(std::size_t)>& name_of) {
  const ImageSet made = made::images(count);
  std::vector<Entry> entries;
  for (std::size_t n = 0; n < count; ++n) entries.push_back({name_of(n), made::png(made.image(n))});
  return entries;
}
std::string number(std::size_t n) { return std::to_string(1000 + n); }

/// The class of each image, in the set's order.
std::vector<std::string> classes_of(const ImageSet& set) {
  std::vector<std::string> names;
  for (const std::uint8_t label : set.labels) names.push_back(set.class_names[label]);
  return names;
}

// Tables.

TEST(PictureLabels, ATableBesideThePicturesGivesTheirClasses) {
  const auto files = pictures(4, [](std::size_t n) { return "set/images/" + number(n) + ".png"; });
  for (const char* table :
       {"filename,label\n1000.png,cat\n1001.png,dog\n1002.png,dog\n1003.png,cat\n",
        "label;image;width\ncat;images/1000.png;28\ndog;images/1001.png;28\ndog;images/1002.png;28\ncat;1003.png;28\n",
        "id,breed\n1000,cat\n1001,dog\n1002,dog\n1003,cat\n",
        "\"File "
        "Name\",\"Class\"\n\"1000.PNG\",\"cat\"\n\"1001.PNG\",\"dog\"\n\"1002.PNG\",\"dog\"\n\"1003.PNG\",\"cat\"\n",
        "images/1000.png cat\nimages/1001.png dog\nimages/1002.png dog\nimages/1003.png cat\n",
        "1000.png\tcat\r\n1001.png\tdog\r\n1002.png\tdog\r\n1003.png\tcat"}) {
    const std::vector<Entry> with_table = files + std::vector<Entry>{{"set/labels.csv", bytes_of(table)}};
    for (const auto& came : {with_table, std::vector<Entry>{{"set.zip", made::zip(with_table)}},
                             std::vector<Entry>{{"set/a.csv", bytes_of(table)}} + files}) {
      const ImageSet set = set_of(came);
      EXPECT_THAT(classes_of(set), ElementsAre("cat", "dog", "dog", "cat")) << table;
      EXPECT_THAT(english(set.notes), ElementsAre(HasSubstr("The classes are those that \""))) << table;
    }
  }
}

TEST(PictureLabels, ATableMayBeChosenTogetherWithThePictures) {
  const auto files = pictures(3, [](std::size_t n) { return number(n) + ".png"; });
  const ImageSet set =
      set_of(std::vector<Entry>{{"labels.csv", bytes_of("image,digit\n1000.png,7\n1001.png,3\n1002.png,7\n")}} + files);
  EXPECT_THAT(classes_of(set), ElementsAre("7", "3", "7"));
  EXPECT_THAT(set.class_names, ElementsAre("3", "7"));
  EXPECT_EQ(set.name, "1000") << "the set is not called after the table";
}

TEST(PictureLabels, NamesWithoutAMatchAreCounted) {
  const auto files = pictures(4, [](std::size_t n) { return "set/" + number(n) + ".png"; });
  const ImageSet set = set_of(
      files + std::vector<Entry>{{"set/labels.csv", bytes_of("file,label\n1000.png,a\n1001.png,b\n1002.png,\n9.png,a\n"
                                                             "8.png,b\n")}});
  EXPECT_THAT(classes_of(set), ElementsAre("a", "b"));
  EXPECT_THAT(english(set.notes), ElementsAre("The classes are those that \"labels.csv\" gives.",
                                              "2 images that \"labels.csv\" names did not come.",
                                              "2 images are not named in \"labels.csv\" and were left out."));
}

TEST(PictureLabels, ATableForTrainingSaysNothingOfTestImagesOfTheSameNames) {
  const auto train = pictures(3, [](std::size_t n) { return "set/train/" + number(n) + ".png"; });
  auto test = pictures(6, [](std::size_t n) { return "set/test/" + number(n) + ".png"; });
  for (const char* name : {"set/trainLabels.csv", "set/labels.csv"}) {
    const ImageSet set =
        set_of(train + test + std::vector<Entry>{{name, bytes_of("id,label\n1000,frog\n1001,truck\n1002,frog\n")}});
    EXPECT_THAT(classes_of(set), ElementsAre("frog", "truck", "frog")) << name;
    EXPECT_THAT(english(set.notes), Contains(HasSubstr("6 images are not named in"))) << name;
  }
}

TEST(PictureLabels, TablesOfBothPartsMakeTheSplit) {
  const auto files = pictures(6, [](std::size_t n) { return "set/images/" + number(n) + ".png"; });
  const ImageSet set =
      set_of(files + std::vector<Entry>{{"set/train.csv", bytes_of("path,class\n1000.png,a\n1001.png,b\n1004.png,a\n"
                                                                   "1005.png,b\n")},
                                        {"set/test.csv", bytes_of("path,class\n1002.png,a\n1003.png,b\n")}});
  EXPECT_EQ(set.size(), 6u);
  EXPECT_EQ(set.published, (PublishedSplit{{0, 4}, {4, 4}, {4, 6}}));
  EXPECT_THAT(classes_of(set), ElementsAre("a", "b", "a", "b", "a", "b"));
}

TEST(PictureLabels, ATableAddsClassesToPicturesBesideClassFolders) {
  const ImageSet made = made::images(4, 2);
  const auto test = pictures(2, [](std::size_t n) { return "signs/Test/t" + number(n) + ".png"; });
  const ImageSet set = set_of(made::folders(made, "signs/Train/") + test +
                              std::vector<Entry>{{"signs/Test.csv", bytes_of("Width,ClassId,Path\n28,1,Test/t1000.png\n"
                                                                             "28,0,Test/t1001.png\n")}});
  EXPECT_EQ(set.size(), 6u);
  EXPECT_EQ(set.published.held_out, (IndexRange{4, 6}));
  EXPECT_EQ(set.labels[4], 1);
  EXPECT_EQ(set.labels[5], 0);
}

TEST(PictureLabels, FoldersGoBeforeATableAndThatIsTold) {
  const ImageSet made = made::images(4, 2);
  const ImageSet set =
      set_of(made::folders(made, "set/") +
             std::vector<Entry>{{"set/meta.csv", bytes_of("file,category\n1000.png,x\n1001.png,y\n")}});
  EXPECT_EQ(set.class_names, made.class_names);
  EXPECT_THAT(english(set.notes),
              ElementsAre("\"meta.csv\" was left out: the images that it names have classes already."));
}

TEST(PictureLabels, ATableOfOtherNamesIsSkippedAndTold) {
  const auto files = pictures(3, [](std::size_t n) { return "set/" + number(n) + ".png"; });
  const ImageSet set = set_of(files + std::vector<Entry>{{"set/a.csv", bytes_of("file,label\nx.png,1\ny.png,2\n")}});
  EXPECT_FALSE(set.labelled());
  EXPECT_THAT(english(set.notes),
              Contains("1 file could not be used and was skipped: \"set/a.csv\" names none of the images."));
}

TEST(PictureLabels, ATableOfTooManyClassesIsSkippedAndTold) {
  std::string table = "file,label\n";
  for (int i = 0; i < 65; ++i) table += std::to_string(1000 + i) + ".png,c" + std::to_string(i) + "\n";
  const auto files = pictures(3, [](std::size_t n) { return "set/" + number(n) + ".png"; });
  const ImageSet set = set_of(files + std::vector<Entry>{{"set/labels.csv", bytes_of(table)}});
  EXPECT_FALSE(set.labelled());
  EXPECT_THAT(english(set.notes), Contains(HasSubstr("names more than 64 classes")));
}

TEST(PictureLabels, ATableWithoutPicturesIsATextThatIsNoTableOfImages) {
  EXPECT_THAT(made::refused({{"labels.csv", bytes_of("file,label\n1.png,a\n")}}),
              HasSubstr("\"labels.csv\" is a text that is no table of images. What can be read here: "));
  const ImageSet made = made::images(12);
  const ImageSet set = set_of({{"sample_submission.csv", bytes_of("ImageId,Label\n1,0\n2,0\n")},
                               {"train-images-idx3-ubyte", made::idx_images(made)},
                               {"train-labels-idx1-ubyte", made::idx_labels(made)}});
  EXPECT_EQ(set.name, "train-images-idx3-ubyte");
  EXPECT_THAT(english(set.notes), ElementsAre("1 file could not be used and was skipped: \"sample_submission.csv\" is "
                                              "a text that is no table of images."));
}

TEST(PictureTable, RowsThatDisagreeSayNothing) {
  Budget budget{Limits{}};
  PictureTable table("labels.csv", budget);
  const Bytes text = bytes_of("file,label\na/1.png,x\nb/1.png,y\n2.png,x\n2.png,y\n3.png,x\n3.png,x\n");
  for (const std::uint8_t byte : text) ASSERT_TRUE(table.feed({&byte, 1}));
  ASSERT_TRUE(table.finish());
  const auto class_of = [&](const char* path, const char* folder) {
    const auto row = table.find(picture_name_key(path), folder);
    return row ? table.class_of(*row) : std::string("none");
  };
  EXPECT_EQ(class_of("a/1.png", "a"), "x");
  EXPECT_EQ(class_of("B/1.jpg", "B"), "y");
  EXPECT_EQ(class_of("c/1.png", "c"), "none");
  EXPECT_EQ(class_of("2.png", ""), "none");
  EXPECT_EQ(class_of("3.png", ""), "x");
  EXPECT_EQ(class_of("4.png", ""), "none");
  EXPECT_EQ(table.rows(), 6u);
  EXPECT_EQ(table.names(), 4u);
}

TEST(PictureTable, IsToldFromProseAndFromTablesOfNumbers) {
  const auto looks = [](const std::string& text) { return looks_like_picture_table(bytes_of(text)); };
  EXPECT_TRUE(looks("# made by a script\nimage_id,label\n"));
  EXPECT_TRUE(looks("cat/1.jpg,cat"));
  EXPECT_FALSE(looks("The label of each image is in its name.\n"));
  EXPECT_FALSE(looks("index,codepoint\n0,1\n"));
  EXPECT_FALSE(looks("image, the label\n"));
  EXPECT_FALSE(looks("1,2\n3,4\n"));
  EXPECT_FALSE(looks(""));
}

// Names.

TEST(PictureLabels, NamesWithAClassBeforeTheNumberGiveClasses) {
  const std::pair<const char*, const char*> kNames[] = {
      {"cat.", "dog."}, {"cat (", "dog ("}, {"american_bulldog_", "pug_"}};
  for (const auto& [first, second] : kNames) {
    const ImageSet set = set_of(pictures(6, [&](std::size_t n) {
      const std::string ending = std::string(first).ends_with('(') ? ").png" : ".png";
      return "pets/" + std::string(n % 2 ? second : first) + std::to_string(n) + ending;
    }));
    EXPECT_EQ(set.class_names.size(), 2u) << first;
    EXPECT_THAT(set.class_names,
                Contains(std::string(first).substr(0, std::string(first).find_last_not_of("_. (") + 1)));
    EXPECT_THAT(english(set.notes), ElementsAre(HasSubstr("The classes were taken from the names of the files: ")));
  }
  const ImageSet set = set_of(
      pictures(40, [](std::size_t n) { return "7" + std::string(n % 2 ? "" : "7") + "_" + number(n) + ".jpg"; }));
  EXPECT_THAT(set.class_names, ElementsAre("7", "77"));
  EXPECT_THAT(english(set.notes),
              ElementsAre("The classes were taken from the names of the files: \"77_1000.jpg\" is of class \"77\"."));
}

TEST(PictureLabels, WhatAllNamesShareIsNoPartOfAClass) {
  const ImageSet set =
      set_of(pictures(30, [](std::size_t n) { return "d/digit_" + std::to_string(n % 3) + "_" + number(n) + ".png"; }));
  EXPECT_THAT(set.class_names, ElementsAre("0", "1", "2"));
  const ImageSet characters = set_of(
      pictures(30, [](std::size_t n) { return "d/img00" + std::to_string(1 + n % 3) + "-" + number(n) + ".png"; }));
  EXPECT_THAT(characters.class_names, ElementsAre("001", "002", "003"));
}

TEST(PictureLabels, NamesWithTheClassLastOrBeforeAnythingGiveClasses) {
  const ImageSet last =
      set_of(pictures(90, [](std::size_t n) { return "d/" + number(n) + "_" + std::to_string(n % 10) + ".png"; }));
  EXPECT_EQ(last.class_names.size(), 10u);
  EXPECT_EQ(last.labels[13], 3);
  const ImageSet first = set_of(pictures(90, [](std::size_t n) {
    const char letters[] = {static_cast<char>('a' + n / 26), static_cast<char>('a' + n % 26), 0};
    return "d/" + std::to_string(n % 10) + "_" + letters + ".png";
  }));
  EXPECT_EQ(first.class_names.size(), 10u);
}

TEST(PictureLabels, RunningNumbersDatesAndCamerasAreNoClasses) {
  const auto none = [](std::size_t count, const std::function<std::string(std::size_t)>& name_of) {
    const ImageSet set = set_of(pictures(count, name_of));
    EXPECT_EQ(set.size(), count);
    EXPECT_FALSE(set.labelled()) << name_of(0);
    EXPECT_THAT(english(set.notes), Each(Not(HasSubstr("names of the files")))) << name_of(0);
  };
  none(30, [](std::size_t n) { return "d/" + number(n) + ".png"; });
  none(30, [](std::size_t n) { return "d/img_" + std::to_string(n) + ".png"; });
  none(30, [](std::size_t n) {
    return "d/" + std::string(n % 2 ? "train" : "test") + "/img_" + std::to_string(n / 2) + ".png";
  });
  none(30, [](std::size_t n) { return "d/" + std::string(n % 2 ? "IMG_" : "DSC_") + number(n) + ".png"; });
  none(30,
       [](std::size_t n) { return "d/2024010" + std::to_string(n % 4) + "_" + std::to_string(123456 + n) + ".png"; });
  none(30, [](std::size_t n) {
    return "d/2024-01-05 12.34." + std::to_string(10 + n % 15) + (n < 15 ? "" : "a") + ".png";
  });
  none(30, [](std::size_t n) { return "d/" + std::string(n % 2 ? "train_" : "test_") + number(n) + ".png"; });
  // One of each: nothing to tell apart.
  none(5, [](std::size_t n) { return "d/" + std::string(1, static_cast<char>('a' + n)) + "_1.png"; });
  // One name without the part.
  none(9, [](std::size_t n) {
    return n == 8 ? std::string("d/cover.png") : "d/" + std::string(n % 2 ? "cat" : "dog") + std::to_string(n) + ".png";
  });
}

TEST(PictureLabels, FoldersGoBeforeNames) {
  const ImageSet set = set_of(pictures(8, [](std::size_t n) {
    return "set/" + std::string(n % 2 ? "in" : "out") + "/" + (n % 4 < 2 ? "cat." : "dog.") + std::to_string(n) +
           ".png";
  }));
  EXPECT_THAT(set.class_names, ElementsAre("in", "out"));
  EXPECT_THAT(set.notes, IsEmpty());
}

}  // namespace
}  // namespace hourglass
