// Names as people give them to files, folders and arrays: cut into words, compared less what says nothing about the
// set ("train", "images", ".gz"), and shortened to what differs between them. Apart so that files, archives, folders
// and arrays are judged by the same words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hourglass {

struct NameWord {
  std::string_view text;    ///< as it is spelled
  std::string_view before;  ///< what stands between it and the word before it; empty within "trainX"
};
/// Words of a name: split at all that is neither letter nor digit, and where a capital begins a word ("trainX",
/// "XTrain"). With `digits_apart` also between letters and digits ("train0"), except in "t10k". They point into `name`.
std::vector<NameWord> words_of(std::string_view name, bool digits_apart);

/// What is left of a file's name without role, kind and endings, in small letters: the same for images and labels of
/// one set ("emnist-balanced").
std::string set_key(std::string_view path);
/// The same, as it is spelled: "fashion-MNIST_train.csv" -> "fashion-MNIST".
std::string set_title(std::string_view path);
/// "train-00000-of-00002" -> "train"; other names as they are.
std::string without_piece(const std::string& name);
/// The words of set_key without their digits: the same for the pieces of one set ("batch_1", "batch_2").
std::vector<std::string> set_words(std::string_view path);

/// Each list of words less the words that all begin and all end with, at least one left of each, put together again.
/// When that makes two of them equal, all are given back whole.
std::vector<std::string> what_differs(const std::vector<std::vector<NameWord>>& names);
/// Folders of a path as words: "a/b" -> "a", "b".
std::vector<NameWord> folders_as_words(std::string_view folder);

}  // namespace hourglass
