// What becomes of the arrays and tables within a file: each that is images or labels is a part of the load.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <vector>

#include "data/image_set.h"
#include "data/incoming_array.h"
#include "data/load_context.h"
#include "data/table_rows.h"
#include "data/tensor.h"
#include "math/error.h"

namespace hourglass {

/// An array as images, or as `labels`. Its images stay in memory until the load's end, so the budget counts them; an
/// error says what is wrong with the array, or that memory is short. `path`: the file, with the archive's name before
/// it.
std::expected<void, Error> keep_array(LoadContext& context, const TensorView& tensor, const std::string& path,
                                      Part::Kind kind, bool labels);
/// All arrays of a pickle or of MATLAB's, each by its own name behind the file's. Those that are neither images nor
/// labels are counted and passed over where there are several; the only one's error is the file's.
std::expected<void, Error> keep_named_arrays(LoadContext& context, std::vector<NamedArray> arrays,
                                             const std::string& path);
/// Each array of a .npy: numpy.save() may be called several times for one file. `holder`: as TensorView has it, of
/// `bytes`.
std::expected<void, Error> keep_npy(LoadContext& context, std::span<const std::uint8_t> bytes, const std::string& path,
                                    std::vector<std::uint8_t>* holder = nullptr);
/// Makes the set of a table a part of the load, or each of the `arrays` in which its images stand.
std::expected<void, Error> keep_set(LoadContext& context, std::expected<ImageSet, Error> set, const std::string& path,
                                    Part::Kind kind, const TableArrays& arrays = {});

}  // namespace hourglass
