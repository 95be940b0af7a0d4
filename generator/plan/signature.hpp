#pragma once

#include <string>
#include <vector>

namespace cqrsc::plan {

/// `head(a, b) tail` on one line where it fits in 120 columns, else with the parameters below each other's start.
/// `indent`: columns that the text moves to the right later.
std::string signature(const std::string& head, const std::vector<std::string>& parameters, const std::string& tail,
                      std::size_t indent = 0);

/// `head { body }` on one line where it fits, else on three.
std::string one_line_function(const std::string& head, const std::string& body, std::size_t indent = 0);

/// `const Deposit& command`, or without the name where it is not used.
std::string parameter(const std::string& type, const std::string& name, bool used);

/// `head<A, B, C>;`, broken like a signature.
std::string template_list(const std::string& head, const std::vector<std::string>& arguments, const std::string& tail,
                          std::size_t indent = 0);

}  // namespace cqrsc::plan
