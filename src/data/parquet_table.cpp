#include "data/parquet_table.h"

#include <algorithm>
#include <map>
#include <utility>

#include <nlohmann/json.hpp>

#include "data/classes.h"
#include "data/json_member.h"
#include "data/table_text.h"
#include "data/text.h"

namespace hourglass {
namespace {

using Leaves = std::vector<ParquetLeaf>;

/// How well a name is one for images, the best first; as many as there are names where it is none of these.
std::size_t rank_as_images(std::string_view column) {
  static constexpr std::string_view kNames[] = {"image",        "img",  "images", "picture", "pixels",
                                                "pixel_values", "data", "x",      "input",   "features"};
  const std::string word = lower(column);
  return static_cast<std::size_t>(std::find(std::begin(kNames), std::end(kNames), word) - std::begin(kNames));
}

bool is_number(const ParquetLeaf& leaf) {
  const bool number = leaf.type == ParquetType::boolean || leaf.type == ParquetType::int32 ||
                      leaf.type == ParquetType::int64 || leaf.type == ParquetType::float32 ||
                      leaf.type == ParquetType::float64;
  return number && leaf.meaning == ParquetMeaning::plain;
}

/// A value in each row, in a column of its own.
bool is_cell(const ParquetLeaf& leaf) { return leaf.depth == 1 && leaf.deepest_repetition == 0; }

bool may_be_label(const ParquetLeaf& leaf) {
  return is_cell(leaf) && (is_number(leaf) || leaf.type == ParquetType::bytes);
}

/// pandas keeps the rows' names in a column, too.
bool names_rows(const ParquetLeaf& leaf) {
  return is_id_name(leaf.column) || leaf.column.starts_with("__index_level_");
}

/// The names of a column's classes, as the library "datasets" writes them; else nothing.
std::vector<std::string> class_names_of(const nlohmann::json& features, const std::string& column) {
  std::vector<std::string> names;
  const auto feature = features.find(column);
  if (feature == features.end() || !feature->is_object() || text_at(*feature, "_type") != "ClassLabel") return names;
  const auto list = feature->find("names");
  if (list == feature->end() || !list->is_array()) return names;
  for (const auto& name : *list) {
    if (!name.is_string()) return {};
    names.push_back(name.get<std::string>());
  }
  return names;
}

nlohmann::json features_of(const std::string& hugging_face) {
  const auto metadata = nlohmann::json::parse(hugging_face, nullptr, false);
  if (!metadata.is_object()) return nlohmann::json::object();
  const auto info = metadata.find("info");
  if (info == metadata.end() || !info->is_object()) return nlohmann::json::object();
  const auto features = info->find("features");
  return features != info->end() && features->is_object() ? *features : nlohmann::json::object();
}

std::optional<std::size_t> image_leaf(const Leaves& leaves, auto fits) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    if (!fits(leaves[i])) continue;
    if (!best || rank_as_images(leaves[i].column) < rank_as_images(leaves[*best].column)) best = i;
  }
  return best;
}

/// Binary values, which may be picture files.
bool holds_files(const ParquetLeaf& leaf) {
  return leaf.type == ParquetType::bytes && leaf.meaning == ParquetMeaning::plain && leaf.deepest_repetition == 0;
}

/// The label of pictures and lists: the column of such a name, else one whose classes are named, else one that ends in
/// "label" or "class".
std::expected<void, Error> find_label(ParquetPlan& plan, const ParquetFooter& footer, std::string_view file) {
  const nlohmann::json features = features_of(footer.hugging_face);
  struct Candidate {
    int rank;
    std::size_t leaf;
    std::vector<std::string> classes;
  };
  std::optional<Candidate> best;
  for (std::size_t i = 0; i < footer.leaves.size(); ++i) {
    const ParquetLeaf& leaf = footer.leaves[i];
    if (i == plan.leaves.front() || !may_be_label(leaf)) continue;
    const std::string word = lower(leaf.column);
    Candidate candidate{3, i, is_number(leaf) ? class_names_of(features, leaf.column) : std::vector<std::string>()};
    if (is_label_name(leaf.column)) {
      candidate.rank = 0;
    } else if (!candidate.classes.empty()) {
      candidate.rank = 1;
    } else if (word.ends_with("label") || word.ends_with("class")) {
      candidate.rank = 2;
    } else {
      continue;
    }
    // CIFAR-100's "coarse_label" can be shown, its "fine_label" cannot.
    if (candidate.classes.size() > std::size_t{kMaxClasses}) candidate.rank += 10;
    if (!best || candidate.rank < best->rank) best = std::move(candidate);
  }
  if (!best) return {};
  const std::string& column = footer.leaves[best->leaf].column;
  if (best->classes.size() > std::size_t{kMaxClasses}) {
    return fail("{0} names {1} classes in its column {2}; at most {3} can be shown.", in_quotes(file),
                best->classes.size(), in_quotes(column), kMaxClasses);
  }
  plan.label = best->leaf;
  for (std::string& name : best->classes) name = printable(name);
  plan.class_names = std::move(best->classes);
  if (!is_label_name(column)) plan.notes.push_back(say("The column {0} was taken as the label.", in_quotes(column)));
  return {};
}

/// A column for each pixel: those whose names differ in numbers alone.
bool plan_cells(ParquetPlan& plan, const Leaves& leaves) {
  std::map<std::string, std::vector<std::size_t>> alike;
  std::optional<std::size_t> label;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    if (!label && may_be_label(leaves[i]) && is_label_name(leaves[i].column)) {
      label = i;
      continue;
    }
    if (!is_cell(leaves[i]) || !is_number(leaves[i]) || names_rows(leaves[i])) continue;
    std::string word = leaves[i].column;
    std::erase_if(word, [](char c) { return c >= '0' && c <= '9'; });
    alike[word].push_back(i);
  }
  const auto most = std::max_element(alike.begin(), alike.end(),
                                     [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
  if (most == alike.end()) return false;
  plan.leaves = most->second;
  const bool square = side_of_square(plan.leaves.size()).has_value();
  if (!label && square) {
    std::vector<std::size_t> others;
    for (std::size_t i = 0; i < leaves.size(); ++i) {
      const bool pixel = std::binary_search(plan.leaves.begin(), plan.leaves.end(), i);
      if (!pixel && may_be_label(leaves[i]) && !names_rows(leaves[i])) others.push_back(i);
    }
    if (others.size() == 1) {
      label = others.front();
      plan.notes.push_back(say("The column {0} was taken as the label.", in_quotes(leaves[*label].column)));
    }
  }
  plan.layout.label_at_an_end = !square && !label && side_of_square(plan.leaves.size() - 1).has_value();
  if (!square && !plan.layout.label_at_an_end) return false;
  if (label) {
    const auto at = std::lower_bound(plan.leaves.begin(), plan.leaves.end(), *label);
    plan.layout.label = static_cast<std::size_t>(at - plan.leaves.begin());
    plan.leaves.insert(at, *label);
  }
  plan.layout.columns = plan.leaves.size();
  plan.layout.divider = kParquetCellDivider;
  plan.form = ParquetPlan::Form::cells;
  return true;
}

std::unexpected<Error> no_images(const Leaves& leaves, std::string_view file) {
  for (const ParquetLeaf& leaf : leaves) {
    if (rank_as_images(leaf.column) != 0) continue;
    std::string_view kind;
    if (leaf.type == ParquetType::int96) kind = "INT96";
    if (leaf.meaning == ParquetMeaning::decimal) kind = "DECIMAL";
    if (leaf.meaning == ParquetMeaning::half) kind = "FLOAT16";
    if (kind.empty()) continue;
    return fail("{0} has numbers of the kind {1} in its column {2}; whole numbers or floats are expected.",
                in_quotes(file), kind, in_quotes(leaf.column));
  }
  constexpr std::size_t kMostNamed = 8;
  std::vector<Sentence> names;
  std::string_view before;
  std::size_t columns = 0;
  for (const ParquetLeaf& leaf : leaves) {
    if (columns > 0 && leaf.column == before) continue;
    before = leaf.column;
    if (columns++ < kMostNamed) names.push_back(verbatim(printable(leaf.column, 40)));
  }
  return columns > kMostNamed
             ? fail("{0} is a Parquet table without images; the first of its {1} columns are {2}.", in_quotes(file),
                    columns, list_of(names))
             : fail("{0} is a Parquet table without images; its columns are {1}.", in_quotes(file), list_of(names));
}

}  // namespace

std::expected<ParquetPlan, Error> plan_parquet(const ParquetFooter& footer, std::string_view file) {
  const Leaves& leaves = footer.leaves;
  ParquetPlan plan;
  const auto with = [&](ParquetPlan::Form form, std::size_t leaf) -> std::expected<ParquetPlan, Error> {
    plan.form = form;
    plan.leaves = {leaf};
    if (auto found = find_label(plan, footer, file); !found) return std::unexpected(found.error());
    return std::move(plan);
  };
  const auto in_struct = image_leaf(
      leaves, [](const ParquetLeaf& leaf) { return holds_files(leaf) && leaf.depth == 2 && leaf.field == "bytes"; });
  if (in_struct) return with(ParquetPlan::Form::pictures, *in_struct);
  const std::size_t unnamed = rank_as_images("");
  const auto named = image_leaf(leaves, [&](const ParquetLeaf& leaf) {
    return holds_files(leaf) && leaf.depth == 1 && rank_as_images(leaf.column) < unnamed;
  });
  if (named) return with(ParquetPlan::Form::pictures, *named);
  const auto list = image_leaf(leaves, [&](const ParquetLeaf& leaf) {
    return is_number(leaf) && leaf.deepest_repetition > 0 && leaf.deepest_repetition <= 3 &&
           !is_label_name(leaf.column);
  });
  if (list) return with(ParquetPlan::Form::lists, *list);
  if (plan_cells(plan, leaves)) return plan;
  plan = {};
  const auto any = image_leaf(leaves, [](const ParquetLeaf& leaf) {
    return holds_files(leaf) && leaf.depth == 1 && !is_label_name(leaf.column);
  });
  if (any) return with(ParquetPlan::Form::pictures, *any);
  return no_images(leaves, file);
}

}  // namespace hourglass
