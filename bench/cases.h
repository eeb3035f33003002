// What is measured. Each function adds its cases; the materials outlive them.
#pragma once

#include <string>
#include <vector>

#include "harness.h"
#include "images.h"
#include "training/experiment.h"

namespace hourglass::bench {

struct Materials {
  ThreadPool* pool = nullptr;  ///< null: one thread
  PaintedSets images = {};
};

/// Matrix products of the networks' layers, dense and sparse, and element-wise kernels.
void add_kernel_cases(std::vector<Case>& cases, Materials& materials);
/// What a training step does beside its products.
void add_part_cases(std::vector<Case>& cases, Materials& materials);
/// Whole training steps: the two networks of the goals, all presets.
void add_step_cases(std::vector<Case>& cases, Materials& materials);
/// How a step's time grows with width and batch, an epoch's with images.
void add_growth_cases(std::vector<Case>& cases, Materials& materials);
/// Encoding and decoding as the page does it.
void add_inference_cases(std::vector<Case>& cases, Materials& materials);

/// "784,128,32,2"
std::string widths(const std::vector<int>& encoder);
/// A network trained as the second post's, batch 128, for longer than anybody measures.
Experiment endless(std::vector<int> encoder);
/// A step of it on painted images, named `name` and by its widths and batch.
Case training_step(Materials& materials, const std::string& group, const std::string& name, Experiment experiment);

}  // namespace hourglass::bench
