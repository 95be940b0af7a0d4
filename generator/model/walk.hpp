#pragma once

#include <functional>

#include "model/aggregate.hpp"

namespace cqrsc::model {

using ExpressionVisitor = std::function<void(const Expression&)>;

/// Calls `visit` for the expression and for all inside it, the outer ones first. Every walk takes the order written.
void for_each_expression(const Expression& expression, const ExpressionVisitor& visit);
void for_each_expression(const std::vector<FieldInit>& fields, const ExpressionVisitor& visit);
/// For those of all statements, nested ones included.
void for_each_expression(const Block& block, const ExpressionVisitor& visit);
void for_each_expression(const Upcast& upcast, const ExpressionVisitor& visit);
void for_each_expression(const UnionUpcast& upcast, const ExpressionVisitor& visit);
void for_each_expression(const Outcome& outcome, const ExpressionVisitor& visit);

}  // namespace cqrsc::model
