// Sentences in tests, as they read in English.
#pragma once

#include <string>
#include <vector>

#include "text/sentence.h"

namespace hourglass {

inline std::vector<std::string> english(const std::vector<Sentence>& sentences) {
  std::vector<std::string> texts;
  for (const Sentence& sentence : sentences) texts.push_back(sentence.english());
  return texts;
}

}  // namespace hourglass
