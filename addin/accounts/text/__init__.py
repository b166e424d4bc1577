"""The narrative (情况说明): paragraphs → sections → figures in their roles → findings N, and what the links ask of it."""
