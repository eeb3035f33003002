// The parts of a report, a file each: pictures as inline SVG and PNG, tables and lines. report.cpp puts them together.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "data/picture.h"
#include "exchange/report.h"
#include "training/presets.h"

namespace hourglass {

/// What every part is made from.
struct ReportPage {
  const Checkpoint& checkpoint;
  const ReportMaterial& material;
  const Language& language;

  /// Words of the page's language, escaped.
  std::string say(const Sentence& sentence) const;
  const Experiment& experiment() const { return checkpoint.experiment; }
  const History& history() const { return checkpoint.state.history; }
  const Network& network() const { return checkpoint.state.network; }
  /// The images' name as one line.
  Sentence data_title() const;
  Sentence class_name(unsigned label) const;
};

/// <figure> of a picture and the caption below it.
std::string report_figure(const std::string& picture, const std::string& caption);
/// <img> of a grey picture; `alt` is escaped already. Empty where the picture is.
std::string report_image(const Picture& picture, const std::string& alt);

/// Errors by epoch, training and held-out, and the published figure where one stands in the same unit. Empty without
/// two points.
std::string report_curve(const ReportPage& page);
/// The codes of the images on a plane, and which colour is which class. Empty without codes.
std::string report_map(const ReportPage& page);
/// A grid of decoded codes.
std::string report_sweep(const ReportPage& page);
/// Images above what the network makes of them. Empty without images.
std::string report_samples(const ReportPage& page);
/// The settings that take part, by group.
std::string report_recipe(const ReportPage& page);
/// The last point of the history in all units, the published figure beside them, and what else is known of the run.
std::string report_figures(const ReportPage& page);
/// Link and command line.
std::string report_again(const ReportPage& page);

/// The preset whose run this is, whatever its seed and its number of epochs, rather one with a published figure;
/// nothing where there is none.
const Preset* report_preset(const Experiment& experiment);

/// A plot in an SVG picture: where it lies, and which values its sides have.
struct ReportPlot {
  double left = 0, top = 0, width = 0, height = 0;
  double x0 = 0, x1 = 1, y0 = 0, y1 = 1;
  double x(double value) const { return left + (value - x0) / (x1 - x0) * width; }
  double y(double value) const { return top + height - (value - y0) / (y1 - y0) * height; }
};
/// Lines of the grid at round numbers with these numbers beside and below the plot, and a frame.
std::string report_axes(const ReportPlot& plot, const Language& language);

}  // namespace hourglass
