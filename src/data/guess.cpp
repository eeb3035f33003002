#include "data/guess.h"

namespace hourglass {

DecodeOptions answered(DecodeOptions options, const Guess& guess) {
  switch (guess.question) {
    case Question::label: options.label = guess.second ? LabelColumn::last : LabelColumn::first; break;
    case Question::orientation:
      options.orientation = guess.second ? Orientation::transposed : Orientation::as_stored;
      break;
    case Question::ground: options.invert = guess.second; break;
  }
  return options;
}

}  // namespace hourglass
