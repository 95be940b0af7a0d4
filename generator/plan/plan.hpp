#pragma once

#include <optional>
#include <string>
#include <vector>

#include "diag/reporter.hpp"
#include "model/model.hpp"
#include "plan/data.hpp"

namespace cqrsc::plan {

/// Where the C++ of a domain's `extern`s is: what generated tests and tools link.
struct LogicOptions {
  std::string header;       // as in #include <…>
  std::string struct_name;  // may be qualified
};

struct PlannedFile {
  std::string path;           // below the output directory, with `/`
  std::string template_name;  // the template that lays it out
  Record data;
};

/// All output for one context: paths, names and texts, final. Nothing is decided after this.
struct Plan {
  std::string context;
  std::vector<PlannedFile> files;
  std::vector<PlannedFile> tests;
  std::vector<PlannedFile> tools;
};

struct PlanOptions {
  bool tests = false;
  bool tools = false;  // the main function of the domain's own cqrsctl
  std::optional<LogicOptions> logic;
};

/// Nothing where the names of the domain cannot stand beside each other in C++; reported then.
std::optional<Plan> plan_output(const model::Model& model, const PlanOptions& options, Reporter& reporter);

/// A function that the domain leaves to C++.
struct LogicFunction {
  std::string word;  // what stands in every header that has it: its name, or that of the command it decides
  std::string text;
};
/// What a domain leaves to C++, begun: for a person to go on with.
struct Logic {
  PlannedFile file;  // beside the sources: `bank_logic.hpp`
  std::string struct_name;
  std::vector<LogicFunction> functions;
};
/// Nothing where the domain leaves nothing to C++. For a Model that plan_output() has a plan for.
std::optional<Logic> plan_logic(const model::Model& model);

/// The files of a context itself, without directory and extension: the last part of its name, with an underscore behind
/// where that is how other files are called: `bank`, `history_`. CMake computes the same.
std::string context_file_stem(std::string_view last_part);

/// The file an aggregate or projection of this name goes to, without directory and extension: `account`; with an
/// underscore behind where the context has a file of that name already. CMake computes the same from the sources' lines
/// `aggregate Name` and `projection Name`.
std::string aggregate_file_stem(std::string_view aggregate, std::string_view context_last_part);

}  // namespace cqrsc::plan
